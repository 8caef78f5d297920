import { RETURN_PATH } from '../../src/server/access/provider.ts'
import { freePort } from './free-port.ts'
import { startMinistry, temporaryFolder, type Ministry } from './ministry.ts'
import { CLIENT, startOidc } from './oidc.ts'

/** The built ministry server with a real OpenID Connect provider beside it, which the ministry calls by this name. */
export const PROVIDER = 'Ministry sign-in'

export async function startMinistryWithProvider(): Promise<{ ministry: Ministry; stop(): Promise<void> }> {
  const folder = await temporaryFolder('ministry')
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const oidc = await startOidc(publicUrl + RETURN_PATH)
  const env = {
    SAFARNOMA_PUBLIC_URL: publicUrl,
    SAFARNOMA_OIDC_ISSUER: oidc.issuer,
    SAFARNOMA_OIDC_CLIENT_ID: CLIENT.id,
    SAFARNOMA_OIDC_CLIENT_SECRET: CLIENT.secret,
    SAFARNOMA_OIDC_NAME: PROVIDER,
  }
  const ministry = await startMinistry({ data: folder.path, port, env })
  return {
    ministry,
    stop: async () => {
      await ministry.stop()
      await oidc.close()
      await folder.remove()
    },
  }
}
