import type { SettingsModules } from '@atrium/mail-contracts'
import { SettingsPage } from '../settings-page.tsx'

export default SettingsPage

void ({ default: SettingsPage } satisfies SettingsModules['settings/page'])
