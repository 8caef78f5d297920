/** The machine's own, also while a test lets time stand still. */
const later = setTimeout
/** Longer than any machine takes for what a test waits for. */
const MOST_MS = 120_000

/** Comes, however busy the machine is. Asks again and again, with a pause between. */
export async function until(isSo: () => boolean | Promise<boolean>, pauseMs = 5): Promise<void> {
  for (let waited = 0; !(await isSo()); waited += pauseMs) {
    if (waited >= MOST_MS) throw new Error('It did not come to that')
    await new Promise((resolve) => later(resolve, pauseMs))
  }
}
