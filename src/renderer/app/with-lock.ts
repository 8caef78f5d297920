/** One tab at a time. @param signal ends the waiting for it */
export function withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return navigator.locks.request(`safarnoma-${name}`, signal ? { signal } : {}, work) as Promise<T>
}
