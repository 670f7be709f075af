import type { InboxModules } from '@atrium/mail-contracts'
import { FoundConversations } from '../found/found-conversations.tsx'

export default FoundConversations satisfies InboxModules['inbox/conversations']['default']
