import { useSession, useStrings, showToast } from '@atrium/remote'
import { Select, Avatar, Button, cleanText, IconButton, SearchField } from '@atrium/ui'
import { type ReactNode, useState } from 'react'
import { useSavePreferences } from './actions.ts'
import styles from './mail.module.css'
import { strings } from './strings.ts'

const paneTexts = { right: 'paneRight', below: 'paneBelow', off: 'paneOff' } as const

const swipeTexts = {
  archive: 'swipeArchive',
  trash: 'swipeTrash',
  read: 'swipeRead',
  star: 'swipeStar',
  none: 'swipeNone',
} as const

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] => Object.keys(table) as Key[]

/** Where conversations open, and what swiping them does. */
export function MailList(): ReactNode {
  const t = useStrings(strings)
  const { readingPane = 'right', swipeLeft = 'archive', swipeRight = 'read' } = useSession().preferences
  const save = useSavePreferences()
  const chosen = { swipeLeft, swipeRight }
  return (
    <div className={styles.fields}>
      <Select
        label={t('readingPane')}
        hint={t('readingPaneHint')}
        value={readingPane}
        onChange={({ target }) => {
          const pane = keysOf(paneTexts).find((each) => each === target.value)
          if (pane) void save({ readingPane: pane })
        }}
      >
        {keysOf(paneTexts).map((pane) => (
          <option key={pane} value={pane}>
            {t(paneTexts[pane])}
          </option>
        ))}
      </Select>
      {(['swipeLeft', 'swipeRight'] as const).map((side) => (
        <Select
          key={side}
          label={t(side)}
          value={chosen[side]}
          onChange={({ target }) => {
            const action = keysOf(swipeTexts).find((each) => each === target.value)
            if (action) void save({ [side]: action })
          }}
        >
          {keysOf(swipeTexts).map((action) => (
            <option key={action} value={action}>
              {t(swipeTexts[action])}
            </option>
          ))}
        </Select>
      ))}
    </div>
  )
}

/** From this length on the list has a search field. */
const searchableLength = 8

/** Senders whose remote images are always shown; each can be removed. */
export function Reading(): ReactNode {
  const t = useStrings(strings)
  const { imageSenders } = useSession().preferences
  const savePreferences = useSavePreferences()
  const [query, setQuery] = useState('')
  const save = async (next: readonly string[], text: string): Promise<void> => {
    const before = imageSenders
    if (!(await savePreferences({ imageSenders: [...next] }))) return
    const undo = (): void => void savePreferences({ imageSenders: before })
    showToast({ tone: 'neutral', text, action: { label: t('undo'), run: undo } })
  }
  const remove = (address: string): void =>
    void save(
      imageSenders.filter((one) => one !== address),
      t('removedSender', { address: cleanText(address) }),
    )
  const shown = imageSenders
    .filter((address) => address.includes(query.trim().toLowerCase()))
    .toSorted((one, other) => one.localeCompare(other))
  return (
    <div className={styles.senders}>
      <div className={styles.head}>
        <h3 className={styles.title}>{t('imageSenders')}</h3>
        {imageSenders.length > 1 && (
          <Button
            variant="quiet"
            size="small"
            onClick={() => void save([], t('removedAll', { count: imageSenders.length }))}
          >
            {t('removeAll')}
          </Button>
        )}
      </div>
      {imageSenders.length === 0 && <p className={styles.empty}>{t('noImageSenders')}</p>}
      {imageSenders.length >= searchableLength && (
        <SearchField label={t('findSender')} clearLabel={t('clearSearch')} value={query} onChange={setQuery} />
      )}
      {imageSenders.length > 0 && shown.length === 0 && <p className={styles.empty}>{t('noSenderFound')}</p>}
      {shown.length > 0 && (
        <ul aria-label={t('imageSenders')} className={styles.list}>
          {shown.map((address) => (
            <li key={address} className={styles.sender}>
              <Avatar address={address} size="small" />
              <bdi className={styles.address}>{cleanText(address)}</bdi>
              <IconButton
                icon="close"
                size="small"
                label={t('removeSender', { address: cleanText(address) })}
                tooltip={false}
                onClick={() => remove(address)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Seconds that can be chosen. The first is the default. */
const undoTimes = [5, 10, 20, 30] as const

/** How long a message that was sent can be taken back. */
export function Writing(): ReactNode {
  const t = useStrings(strings)
  const { undoSend = undoTimes[0] } = useSession().preferences
  const savePreferences = useSavePreferences()
  const change = (value: string): void => {
    const chosen = undoTimes.find((seconds) => String(seconds) === value)
    if (chosen !== undefined) void savePreferences({ undoSend: chosen })
  }
  return (
    <div className={styles.field}>
      <Select label={t('undoSend')} value={String(undoSend)} onChange={({ target }) => change(target.value)}>
        {undoTimes.map((seconds) => (
          <option key={seconds} value={seconds}>
            {t('undoSendSeconds', { count: seconds })}
          </option>
        ))}
      </Select>
      <p className={styles.hint}>{t('undoSendHint')}</p>
    </div>
  )
}
