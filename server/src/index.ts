export type { Config } from './config/config.ts'
export { parseConfig, type Environment } from './config/parse-config.ts'
export type { MailBackend, MailUser } from './gateway/mail-backend.ts'
export { startServer, type RunningServer, type ServerOptions } from './start/start-server.ts'
