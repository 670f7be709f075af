import Archive from 'lucide-react/icons/archive'
import ArchiveRestore from 'lucide-react/icons/archive-restore'
import ArrowLeft from 'lucide-react/icons/arrow-left'
import Bell from 'lucide-react/icons/bell'
import Bold from 'lucide-react/icons/bold'
import Calendar from 'lucide-react/icons/calendar'
import Check from 'lucide-react/icons/check'
import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import ChevronUp from 'lucide-react/icons/chevron-up'
import CircleCheck from 'lucide-react/icons/circle-check'
import Clock from 'lucide-react/icons/clock'
import CloudOff from 'lucide-react/icons/cloud-off'
import Copy from 'lucide-react/icons/copy'
import Download from 'lucide-react/icons/download'
import Ellipsis from 'lucide-react/icons/ellipsis'
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical'
import ExternalLink from 'lucide-react/icons/external-link'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import FilePenLine from 'lucide-react/icons/file-pen-line'
import FileText from 'lucide-react/icons/file-text'
import Folder from 'lucide-react/icons/folder'
import FolderInput from 'lucide-react/icons/folder-input'
import Forward from 'lucide-react/icons/forward'
import Globe from 'lucide-react/icons/globe'
import History from 'lucide-react/icons/history'
import Image from 'lucide-react/icons/image'
import Inbox from 'lucide-react/icons/inbox'
import Info from 'lucide-react/icons/info'
import Italic from 'lucide-react/icons/italic'
import Keyboard from 'lucide-react/icons/keyboard'
import Link from 'lucide-react/icons/link'
import List from 'lucide-react/icons/list'
import ListFilter from 'lucide-react/icons/list-filter'
import ListOrdered from 'lucide-react/icons/list-ordered'
import Lock from 'lucide-react/icons/lock'
import LogOut from 'lucide-react/icons/log-out'
import Mail from 'lucide-react/icons/mail'
import MailOpen from 'lucide-react/icons/mail-open'
import Maximize2 from 'lucide-react/icons/maximize-2'
import Menu from 'lucide-react/icons/menu'
import Minimize2 from 'lucide-react/icons/minimize-2'
import Minus from 'lucide-react/icons/minus'
import Monitor from 'lucide-react/icons/monitor'
import Moon from 'lucide-react/icons/moon'
import OctagonAlert from 'lucide-react/icons/octagon-alert'
import PanelLeftClose from 'lucide-react/icons/panel-left-close'
import PanelLeftOpen from 'lucide-react/icons/panel-left-open'
import Paperclip from 'lucide-react/icons/paperclip'
import Pencil from 'lucide-react/icons/pencil'
import Plus from 'lucide-react/icons/plus'
import Printer from 'lucide-react/icons/printer'
import Puzzle from 'lucide-react/icons/puzzle'
import RefreshCw from 'lucide-react/icons/refresh-cw'
import Reply from 'lucide-react/icons/reply'
import ReplyAll from 'lucide-react/icons/reply-all'
import Search from 'lucide-react/icons/search'
import Send from 'lucide-react/icons/send'
import Settings from 'lucide-react/icons/settings'
import ShieldAlert from 'lucide-react/icons/shield-alert'
import ShieldCheck from 'lucide-react/icons/shield-check'
import SquarePen from 'lucide-react/icons/square-pen'
import Star from 'lucide-react/icons/star'
import Sun from 'lucide-react/icons/sun'
import Tag from 'lucide-react/icons/tag'
import TextQuote from 'lucide-react/icons/text-quote'
import Trash2 from 'lucide-react/icons/trash-2'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import Undo2 from 'lucide-react/icons/undo-2'
import User from 'lucide-react/icons/user'
import Users from 'lucide-react/icons/users'
import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon.module.css'

/** Stable names over the icon library. One import per icon: a build would otherwise parse all two thousand. */
const icons = {
  archive: Archive,
  'archive-restore': ArchiveRestore,
  'arrow-left': ArrowLeft,
  bell: Bell,
  bold: Bold,
  calendar: Calendar,
  check: Check,
  'chevron-down': ChevronDown,
  'chevron-left': ChevronLeft,
  'chevron-right': ChevronRight,
  'chevron-up': ChevronUp,
  'circle-check': CircleCheck,
  clock: Clock,
  close: X,
  compose: SquarePen,
  copy: Copy,
  download: Download,
  draft: FilePenLine,
  external: ExternalLink,
  eye: Eye,
  'eye-off': EyeOff,
  file: FileText,
  filter: ListFilter,
  folder: Folder,
  'folder-move': FolderInput,
  forward: Forward,
  globe: Globe,
  history: History,
  image: Image,
  inbox: Inbox,
  info: Info,
  italic: Italic,
  junk: OctagonAlert,
  keyboard: Keyboard,
  link: Link,
  list: List,
  'list-ordered': ListOrdered,
  lock: Lock,
  'log-out': LogOut,
  mail: Mail,
  'mail-open': MailOpen,
  maximize: Maximize2,
  menu: Menu,
  minimize: Minus,
  monitor: Monitor,
  moon: Moon,
  more: Ellipsis,
  'more-vertical': EllipsisVertical,
  offline: CloudOff,
  paperclip: Paperclip,
  pencil: Pencil,
  plus: Plus,
  printer: Printer,
  puzzle: Puzzle,
  quote: TextQuote,
  'rail-close': PanelLeftClose,
  'rail-open': PanelLeftOpen,
  refresh: RefreshCw,
  reply: Reply,
  'reply-all': ReplyAll,
  restore: Minimize2,
  search: Search,
  send: Send,
  settings: Settings,
  'shield-alert': ShieldAlert,
  'shield-check': ShieldCheck,
  star: Star,
  sun: Sun,
  tag: Tag,
  trash: Trash2,
  undo: Undo2,
  user: User,
  users: Users,
  warning: TriangleAlert,
} as const

/** Name of an icon. */
export type IconName = keyof typeof icons

/** Icons that point along the reading direction and are mirrored in right-to-left pages. */
const directed = new Set<string>([
  'arrow-left',
  'chevron-left',
  'chevron-right',
  'external',
  'forward',
  'list',
  'list-ordered',
  'log-out',
  'quote',
  'rail-close',
  'rail-open',
  'reply',
  'reply-all',
  'send',
  'undo',
])

export interface IconProps {
  /** An icon name; an unknown one renders a puzzle piece. */
  readonly name: IconName | (string & {})
  /** Pixels. Default: 20. */
  readonly size?: 16 | 20 | 24 | undefined
  /** Accessible name, where no text beside the icon says the same. Default: none, the icon is decorative. */
  readonly label?: string | undefined
  /** Filled, such as the star of a starred message. Default: false. */
  readonly filled?: boolean | undefined
  readonly className?: string | undefined
}

/** An icon in the colour of the surrounding text. */
export function Icon({ name, size = 20, label, filled = false, className }: IconProps): ReactNode {
  const Glyph = Object.hasOwn(icons, name) ? icons[name as IconName] : icons.puzzle
  const classes = classNames(styles.icon, filled && styles.filled, directed.has(name) && styles.directed, className)
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return <Glyph {...naming} size={size} strokeWidth={size === 16 ? 2 : 1.75} className={classes} focusable={false} />
}
