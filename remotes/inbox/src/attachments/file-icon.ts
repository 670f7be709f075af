import type { IconName } from '@atrium/ui'

/** What stands before a file of this media type. */
export function fileIcon(type: string): IconName {
  if (type.startsWith('image/')) return 'image'
  if (type === 'text/calendar') return 'calendar'
  if (type === 'message/rfc822') return 'mail'
  return type.startsWith('text/') || type === 'application/pdf' ? 'file' : 'paperclip'
}
