import type { InboxModules } from '@atrium/mail-contracts'
import { FolderList } from '../folders/folder-list.tsx'

export default FolderList satisfies InboxModules['inbox/folders']['default']
