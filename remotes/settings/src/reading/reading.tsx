import { Button, SearchField, cleanText } from '@atrium/ui'
import { showToast, useMessages, useSession } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { useChange } from '../section/use-change.ts'
import styles from './reading.module.css'
import { SenderList } from './sender-list.tsx'

/** From this length on a list is searched rather than read. */
const long = 8

/** Senders who are trusted with images; each can be taken out again. */
export function Reading(): ReactNode {
  const t = useMessages(messages)
  const { imageSenders } = useSession().preferences
  const change = useChange()
  const [wanted, setWanted] = useState('')
  const set = async (next: readonly string[], text: string): Promise<void> => {
    const before = imageSenders
    if (!(await change({ imageSenders: [...next] }))) return
    showToast({ tone: 'neutral', text, action: { label: t('undo'), run: () => void change({ imageSenders: before }) } })
  }
  const remove = (address: string): void =>
    void set(imageSenders.filter((one) => one !== address), t('removedSender', { address: cleanText(address) }))
  const shown = imageSenders
    .filter((address) => address.includes(wanted.trim().toLowerCase()))
    .toSorted((one, other) => one.localeCompare(other))
  return (
    <div className={styles.senders}>
      <div className={styles.head}>
        <h3 className={styles.title}>{t('imageSenders')}</h3>
        {imageSenders.length > 1 && (
          <Button variant="quiet" size="small" onClick={() => void set([], t('removedAll', { count: imageSenders.length }))}>
            {t('removeAll')}
          </Button>
        )}
      </div>
      {imageSenders.length === 0 && <p className={styles.empty}>{t('noImageSenders')}</p>}
      {imageSenders.length >= long && (
        <SearchField label={t('findSender')} clearLabel={t('findSender')} value={wanted} onChange={setWanted} />
      )}
      {imageSenders.length > 0 && shown.length === 0 && <p className={styles.empty}>{t('noSenderFound')}</p>}
      {shown.length > 0 && <SenderList senders={shown} onRemove={remove} />}
    </div>
  )
}
