/** What `npm start` tells the desktop; all of it is absent in an installed app. */
export type Launch = {
  readonly dataFolder: string | null
  /** Address of the server that runs beside the app. */
  readonly server: string | null
  /** Gives the code once, then null. */
  readonly takeSetupCode: () => string | null
}

/** Reads the variables and removes them, so that no other program started from here inherits the code. */
export function readLaunch(env: Record<string, string | undefined>): Launch {
  const take = (name: string): string | null => {
    const value = env[name]
    delete env[name]
    return value === undefined || value === '' ? null : value
  }
  let code = take('SAFARNOMA_SETUP_CODE')
  return {
    dataFolder: take('SAFARNOMA_DATA'),
    server: take('SAFARNOMA_SERVER'),
    takeSetupCode: () => {
      const once = code
      code = null
      return once
    },
  }
}
