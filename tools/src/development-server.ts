import type { DevelopmentServer } from '@atrium/cli'
import { parseConfig, startServer } from '@atrium/server'

/** The mail server for `atrium dev`, in the same process: no variable can make a production server serve overrides. */
export const startDevelopmentServer: DevelopmentServer['startDevelopmentServer'] = async ({
  environment,
  overrides,
  hostFolder,
}) => {
  const { origin, url, demo, close } = await startServer({
    ...parseConfig(environment),
    overrides,
    devShell: hostFolder,
  })
  return { origin, url, close, notes: demo ? [`demo: ${demo.address} / ${demo.password}`] : [] }
}

export { portOwner } from '@atrium/server'
