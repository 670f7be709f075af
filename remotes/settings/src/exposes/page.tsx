import type { SettingsModules } from '@atrium/contracts'
import { SettingsPage } from '../page/settings-page.tsx'

export default SettingsPage

void ({ default: SettingsPage } satisfies SettingsModules['settings/page'])
