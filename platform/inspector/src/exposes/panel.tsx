import type { RemoteModules } from '@atrium/protocol/register'
import { InspectorPanel } from '../inspector-panel.tsx'

export default InspectorPanel

void ({ default: InspectorPanel } satisfies RemoteModules['inspector/panel'])
