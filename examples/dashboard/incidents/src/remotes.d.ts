import type { ViewModule } from '@atrium/protocol'

// What this remote uses of others, which are other teams' repositories.
declare module '@atrium/protocol/register' {
  interface RemoteModules {
    'metrics/load': ViewModule<{ readonly service: string }>
  }
}
