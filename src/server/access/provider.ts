import * as client from 'openid-client'
import type { Identity } from '../db/provider-repository.ts'

export type ProviderConfig = {
  /** What people call it: the words on the button. */
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client; PKCE is used either way. */
  readonly clientSecret: string | null
  /** The address that people open, without a slash at the end. */
  readonly publicUrl: string
}
export type Begun = { readonly url: string; readonly verifier: string; readonly nonce: string }

/** The ministry's OpenID Connect provider: authorization code with PKCE, state and nonce. */
export type Provider = {
  readonly name: string
  readonly publicUrl: string
  begin(state: string): Promise<Begun>
  /** Trades what came back in the address for an identity that the provider signed. Throws when anything of it is wrong. */
  identify(returned: URL, expected: { state: string; verifier: string; nonce: string }): Promise<Identity>
}

export const RETURN_PATH = '/api/provider/return'

export function createProvider(config: ProviderConfig): Provider {
  const redirectUri = config.publicUrl + RETURN_PATH
  let discovered: Promise<client.Configuration> | null = null
  /** Asked when first needed, so that the server starts while the provider is away; a failure is not kept. */
  const discover = (): Promise<client.Configuration> => {
    discovered ??= discoverProvider(config).catch((error: unknown) => {
      discovered = null
      throw error
    })
    return discovered
  }
  return {
    name: config.name,
    publicUrl: config.publicUrl,
    begin: async (state) => {
      const verifier = client.randomPKCECodeVerifier()
      const nonce = client.randomNonce()
      const url = client.buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return { url: url.href, verifier, nonce }
    },
    identify: async (returned, { state, verifier, nonce }) => {
      const configuration = await discover()
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
      // Behind a proxy the server sees another address than the browser; the provider compares with the registered one.
      const tokens = await client.authorizationCodeGrant(configuration, new URL(redirectUri + returned.search), checks)
      const claims = tokens.claims()
      if (!claims) throw new Error('The provider sent no identity')
      const info = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub).catch(() => null)
      return identityOf(claims.iss, claims.sub, { ...claims, ...info })
    },
  }
}

function discoverProvider({ issuer, clientId, clientSecret }: ProviderConfig): Promise<client.Configuration> {
  const address = new URL(issuer)
  // Without TLS only on this machine: for tests and for a provider behind the same reverse proxy.
  const isOwnMachine = address.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname)
  const options = isOwnMachine ? { execute: [client.allowInsecureRequests] } : {}
  return client.discovery(address, clientId, clientSecret ?? undefined, undefined, options)
}

function identityOf(issuer: string, subject: string, claims: Readonly<Record<string, unknown>>): Identity {
  const text = (name: string): string | null => {
    const value = claims[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
  }
  const account = accountNameOf(text('preferred_username') ?? text('email') ?? subject)
  return { issuer, subject, account, name: (text('name') ?? account).slice(0, 200) }
}

/** What an account may be called: letters, digits, dots, at least three of them. */
function accountNameOf(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._@-]/gu, '-').slice(0, 100)
  return plain.length < 3 ? `${plain}---`.slice(0, 3) : plain
}
