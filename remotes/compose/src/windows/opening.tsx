import type { ComposeRequest, Email } from '@atrium/mail-contracts'
import { ErrorState } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { closeComposer } from '../composer/close-composer.ts'
import type { Composer } from '../composer/composer.ts'
import { fillComposer } from '../composer/fill-composer.ts'
import { messages } from '../messages.ts'
import { OpeningSkeleton } from './opening-skeleton.tsx'
import { useWholeEmail } from './use-whole-email.ts'

export interface OpeningProps {
  readonly composer: Composer
  readonly kind: Exclude<ComposeRequest['kind'], 'new'>
  /** Who one writes as is known, or cannot be known now. */
  readonly ready: boolean
}

/** Reads the message that is answered, passed on or continued, and fills the window. */
export function Opening({ composer, kind, ready }: OpeningProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const { email, failure, retry } = useWholeEmail(composer.request.emailId)
  const fill = useEffectEvent((whole: Email) => fillComposer(composer.key, { kind, email: whole, say: t, locale }))
  useEffect(() => {
    if (email && ready) fill(email)
  }, [email, ready])

  if (failure === null) return <OpeningSkeleton />
  const gone = failure === 'gone'
  return (
    <ErrorState
      title={t(gone ? 'openGone' : 'openFailed')}
      detail={t(gone ? 'openGoneDetail' : 'openFailedDetail')}
      onRetry={gone ? () => void closeComposer(composer.key) : retry}
      retryLabel={t(gone ? 'closeWindow' : 'retry')}
    />
  )
}
