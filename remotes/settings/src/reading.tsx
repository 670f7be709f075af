import { showToast, useStrings, useSession } from '@atrium/remote'
import { Avatar, Button, cleanText, IconButton, SearchField } from '@atrium/ui'
import { useState, type ReactNode } from 'react'
import { useSavePreferences } from './actions.ts'
import styles from './reading.module.css'
import { strings } from './strings.ts'

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
