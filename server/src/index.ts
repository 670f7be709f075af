export { parseConfig, type Config, type Environment } from './config.ts'
export type { MailBackend, MailUser } from './jmap-proxy/jmap-proxy.ts'
export { portOwner } from './process.ts'
export { exportSite, startServer, type MailExportOptions, type RunningServer, type ServerOptions } from './start.ts'
