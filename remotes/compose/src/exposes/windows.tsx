import type { ComposeModules } from '@atrium/contracts'
import { ComposeWindows } from '../windows/compose-windows.tsx'

export default ComposeWindows

void ({ default: ComposeWindows } satisfies ComposeModules['compose/windows'])
