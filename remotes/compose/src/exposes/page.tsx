import { parseMailto } from '@atrium/mail-html'
import { useComposer } from '@atrium/mail-ui'
import type { PageModule, PageProps } from '@atrium/protocol'
import { useStrings } from '@atrium/remote'
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react'
import { strings } from '../strings.ts'

/** `?to=…&cc=…&bcc=…&subject=…&body=…`, or `?mailto=` with a whole link, as a browser hands it to a mail program. */
const mailtoOf = ({ mailto, ...fields }: PageProps['route']['query']): string =>
  mailto ??
  `mailto:?${Object.entries(fields)
    .map(([name, value]) => `${name}=${value.split(',').map(encodeURIComponent).join(',')}`)
    .join('&')}`

/** The address `/compose`: opens a window with what the address says, over the page that is shown first. */
function ComposePage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useStrings(strings)
  const compose = useComposer()
  const opened = useRef(false)
  const open = useEffectEvent(() => {
    if (opened.current) return
    opened.current = true
    compose({ kind: 'new', ...parseMailto(mailtoOf(route.query)) })
    navigate('/', { replace: true })
  })
  useEffect(() => {
    onTitle(t('newMessage'))
    open()
  }, [onTitle, t])
  return null
}

export default ComposePage satisfies PageModule['default']
