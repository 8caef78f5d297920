/** Chromium knows no schemes of our own, so `app://host/path` stands as `https://host.app.invalid/path`; main never sees the second form. */
const ENDING = '.app.invalid'

export function toBrowser(address: string): string {
  return address.replace(/^app:\/\/([^/?#]*)/, (_all, host: string) => `https://${host}${ENDING}`)
}

export function toApp(address: string): string {
  return address.replace(
    /^(blob:)?https:\/\/([^/?#]*)\.app\.invalid/,
    (_all, blob: string | undefined, host: string) => `${blob ?? ''}app://${host}`,
  )
}

export const isAppAddress = (address: string): boolean => address.startsWith('app://')
