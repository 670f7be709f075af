import type { SettingsModules } from '@atrium/contracts'
import { listenToRemotes } from '../about/mounted-remotes.ts'
import { SettingsPage } from '../page/settings-page.tsx'

listenToRemotes()

export default SettingsPage

void ({ default: SettingsPage } satisfies SettingsModules['settings/page'])
