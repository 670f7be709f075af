import type { InboxModules } from '@atrium/mail-contracts'
import { useMailboxes } from '@atrium/mail'

/** Has no state of its own: every caller reads the one data layer, and so the same number. */
export const useUnreadCount = (() =>
  useMailboxes().byRole('inbox')?.unreadThreads ?? 0) satisfies InboxModules['inbox/unread']['useUnreadCount']
