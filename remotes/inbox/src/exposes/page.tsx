import type { PageModule } from '@atrium/contracts'
import { InboxPage } from '../mailbox/inbox-page.tsx'

export default InboxPage satisfies PageModule['default']
