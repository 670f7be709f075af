import type { InboxModules } from '@atrium/contracts'
import { FolderList } from '../folders/folder-list.tsx'

export default FolderList satisfies InboxModules['inbox/folders']['default']
