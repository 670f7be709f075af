import type { PageModule } from '@atrium/protocol'
import { InboxPage } from '../mailbox/inbox-page.tsx'

export default InboxPage satisfies PageModule['default']
