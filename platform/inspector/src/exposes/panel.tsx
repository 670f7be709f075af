import type { InspectorModules } from '@atrium/protocol'
import { InspectorPanel } from '../inspector-panel.tsx'

export default InspectorPanel

void ({ default: InspectorPanel } satisfies InspectorModules['inspector/panel'])
