import type { CommandListProps } from '@atrium/mail-contracts'
import type { ViewModule } from '@atrium/protocol'
import { InboxCommands } from '../commands.tsx'

export default InboxCommands satisfies ViewModule<CommandListProps>['default']
