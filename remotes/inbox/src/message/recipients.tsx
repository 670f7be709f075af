import { exactDate, personName, shortName, useOwnAddresses } from '@atrium/mail-ui'
import type { Email, EmailAddress } from '@atrium/mail-contracts'
import { cleanText, Icon } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import { useId, useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message-head.module.css'

type People = readonly EmailAddress[] | null

/** Names before "and 3 more". */
const most = 3

/** Addresses before "and 3 more": a message to fifty thousand does not stop the page. */
const mostAddresses = 300

function Addresses({ people }: { readonly people: readonly EmailAddress[] }): ReactNode {
  const t = useMessages(messages)
  return (
    <>
      {people.slice(0, mostAddresses).map((person, index) => (
        <span key={index} className={styles.person}>
          <bdi>{personName(person)}</bdi>
          {cleanText(person.name) && <bdi className={styles.address}>{cleanText(person.email)}</bdi>}
        </span>
      ))}
      {people.length > mostAddresses && <span className={styles.person}>{t('morePeople', { count: people.length - mostAddresses })}</span>}
    </>
  )
}

function Details({ id, email }: { readonly id: string; readonly email: Email }): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const sender = email.sender?.[0]?.email === email.from?.[0]?.email ? null : email.sender
  const rows: readonly (readonly [string, People])[] = [
    [t('detailFrom'), email.from],
    [t('detailSender'), sender],
    [t('detailReplyTo'), email.replyTo],
    [t('detailTo'), email.to],
    [t('detailCc'), email.cc],
    [t('detailBcc'), email.bcc],
  ]
  return (
    <dl id={id} className={styles.details}>
      {rows.map(([label, list]) =>
        list && list.length > 0 ? (
          <div key={label} className={styles.detail}>
            <dt>{label}</dt>
            <dd>
              <Addresses people={list} />
            </dd>
          </div>
        ) : null,
      )}
      <div className={styles.detail}>
        <dt>{t('detailDate')}</dt>
        <dd>{exactDate(email.sentAt ?? email.receivedAt, locale)}</dd>
      </div>
    </dl>
  )
}

/** Who a message goes to in one line, and everything its head says behind it. */
export function Recipients({ email }: { readonly email: Email }): ReactNode {
  const t = useMessages(messages)
  const own = useOwnAddresses()
  const [open, setOpen] = useState(false)
  const id = useId()
  const people = [...(email.to ?? []), ...(email.cc ?? []), ...(email.bcc ?? [])]
  const names = people.slice(0, most).map((person) => (own.has(person.email.toLowerCase()) ? t('me') : shortName(person)))
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        title={t(open ? 'hideDetails' : 'showDetails')}
        className={styles.recipients}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.names}>
          {t('toLine')}{' '}
          {names.map((name, index) => (
            <span key={index}>
              {index > 0 && ', '}
              <bdi>{name}</bdi>
            </span>
          ))}
          {people.length === 0 && t('undisclosed')}
          {people.length > most && ` ${t('morePeople', { count: people.length - most })}`}
        </span>
        <Icon name={open ? 'chevron-up' : 'chevron-down'} size={16} />
      </button>
      {open && <Details id={id} email={email} />}
    </>
  )
}
