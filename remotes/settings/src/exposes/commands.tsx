import type { CommandListProps } from '@atrium/mail-contracts'
import type { ViewModule } from '@atrium/protocol'
import { SettingsCommands } from '../settings-page.tsx'

export default SettingsCommands satisfies ViewModule<CommandListProps>['default']
