export { createProvider, signInFailed, type Identity, type Provider, type ProviderOptions } from './provider.ts'
export { openIdPaths, signInRoutes, signedOutRoute } from './sign-in-routes.ts'
export { openIdSessions, sessionPaths, type OpenIdSessionsOptions } from './sessions.ts'
