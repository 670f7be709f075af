import path from 'node:path'
import { parseConfig, type Environment } from '../config.ts'
import { createTempFolder, registrySigner } from '@atrium/gateway/testing'
import { startServer, type RunningServer, type ServerOptions } from '../start.ts'

export interface TestServer extends RunningServer {
  readonly folder: string
  readonly warnings: readonly string[]
}

/** A whole server on a free port. The same folder again is the same installation, restarted. */
export async function startTestServer(
  environment: Environment = {},
  { folder = createTempFolder(), ...options }: ServerOptions & { folder?: string } = {},
): Promise<TestServer> {
  const warnings: string[] = []
  const config = parseConfig({
    PORT: '0',
    DATA_DIR: path.join(folder, 'data'),
    ATRIUM_STORE: path.join(folder, 'store'),
    ATRIUM_DEMO: 'off',
    ATRIUM_REGISTRY_KEYS: registrySigner.key,
    ...environment,
  })
  const server = await startServer(config, { warn: (line) => void warnings.push(line), ...options })
  return { ...server, folder, warnings }
}
