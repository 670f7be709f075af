import type { ComposeModules } from '@atrium/mail-contracts'
import { ComposeWindows } from '../windows.tsx'

export default ComposeWindows

void ({ default: ComposeWindows } satisfies ComposeModules['compose/windows'])
