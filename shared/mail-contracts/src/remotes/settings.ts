import type { PageModule } from '@atrium/protocol'

/** What `settings` exposes. */
export interface SettingsModules {
  'settings/page': PageModule
}
