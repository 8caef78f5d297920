/** Goes on in a task of its own: between two long pieces of work the page answers keys and draws. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
