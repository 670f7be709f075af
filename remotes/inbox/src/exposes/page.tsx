import type { PageModule } from '@atrium/protocol'
import { InboxPage } from '../inbox-page.tsx'

export default InboxPage satisfies PageModule['default']
