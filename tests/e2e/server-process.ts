import { rmSync } from 'node:fs'
import { startSiteServer, type SiteServer } from '@atrium/cli/testing'

export type ServerProcess = SiteServer

/** Starts the production server on a free port. */
export const startServerProcess = (
  environment: Readonly<Record<string, string>> = {},
  dataFolder?: string,
): Promise<ServerProcess> => startSiteServer(dataFolder === undefined ? { environment } : { environment, dataFolder })

export const removeData = (server: ServerProcess): void => rmSync(server.dataFolder, { recursive: true, force: true })
