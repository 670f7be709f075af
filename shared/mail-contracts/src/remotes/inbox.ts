import type { Navigate, PageModule, ViewModule } from '@atrium/protocol'

export interface FoldersProps {
  /** Address of the page below the origin, to mark the current folder. */
  readonly location: string
  readonly navigate: Navigate
  /** Icons only. */
  readonly collapsed: boolean
}

/** What `inbox` exposes. */
export interface InboxModules {
  'inbox/page': PageModule
  /** The folders, drawn in the shell's rail. */
  'inbox/folders': ViewModule<FoldersProps>
  'inbox/unread': {
    /** Unread threads in the mailbox with the role `inbox`; 0 until known. */
    readonly useUnreadCount: () => number
  }
}
