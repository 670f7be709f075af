import { useFolderActions, useMailboxes, type EmailRow } from '@atrium/mail'
import type { Mailbox } from '@atrium/mail-contracts'
import { folderIcon, useFolderName } from '@atrium/mail-ui'
import { showToast, useStrings } from '@atrium/remote'
import { Dialog, Icon, isolated, TextField } from '@atrium/ui'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { failureReason } from '../actions.ts'
import { strings } from '../strings.ts'
import { flattened, folderTree, mayHold } from './folder-tree.ts'
import styles from './folder-picker.module.css'

export interface FolderPickerProps {
  readonly purpose: 'move' | 'label'
  readonly rows: readonly EmailRow[]
  /** The folder that is open, which nothing moves to. Undefined: several. */
  readonly from: string | undefined
  /** @param on Whether it is to be in the folder. */
  readonly onPick: (folder: Mailbox, on: boolean) => void
  readonly onClose: () => void
}

const folded = (text: string): string => text.toLocaleLowerCase()

/** Whether all conversations have a message in the folder. */
const holdsAll = (rows: readonly EmailRow[], { id }: Mailbox): boolean =>
  rows.every(({ email }) => email.mailboxIds[id] === true)

/** The folders to move conversations to or to label them with, found by a part of their name. */
export default function FolderPicker({ purpose, rows, from, onPick, onClose }: FolderPickerProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { list } = useMailboxes()
  const { create } = useFolderActions()
  const [query, setQuery] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const { roles, own } = folderTree(list)
  const offered = flattened(purpose === 'label' ? own : [...roles, ...own])
    .filter((node) => mayHold(node) && node.mailbox.id !== from)
    .filter(({ mailbox }) => folded(folderName(mailbox)).includes(folded(query.trim())))
  const name = query.trim()
  const isNew = name !== '' && !list.some((each) => folded(folderName(each)) === folded(name))

  const pick = (folder: Mailbox): void => {
    onClose()
    onPick(folder, purpose === 'move' || !holdsAll(rows, folder))
  }
  const make = async (): Promise<void> => {
    const made = await create({ name, parentId: null })
    if (!made.ok)
      return void showToast({ tone: 'danger', text: t('actionFailed', { reason: failureReason(t, made.error) }) })
    const counts = { totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0 }
    pick({
      ...counts,
      id: made.value,
      name,
      parentId: null,
      role: null,
      sortOrder: 0,
      myRights: {},
      isSubscribed: true,
    })
  }
  const first = offered[0]
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(purpose === 'move' ? 'moveTo' : 'labelAs')}
      closeLabel={t('close')}
      size="small"
    >
      <div ref={box} onKeyDown={(event) => moveFocus(event, box.current)}>
        <TextField
          label={t('filterFolders')}
          labelHidden
          placeholder={t('filterFolders')}
          icon="search"
          ref={field}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first) pick(first.mailbox)
            else if (event.key === 'Enter' && isNew) void make()
          }}
        />
        <ul className={styles.list}>
          {offered.map(({ mailbox, depth }) => (
            <li key={mailbox.id}>
              <button
                type="button"
                className={styles.item}
                aria-pressed={purpose === 'label' ? holdsAll(rows, mailbox) : undefined}
                style={{ paddingInlineStart: 12 + depth * 16 }}
                onClick={() => pick(mailbox)}
              >
                <Icon name={folderIcon(mailbox.role)} size={16} />
                <bdi className={styles.name}>{folderName(mailbox)}</bdi>
                {purpose === 'label' && holdsAll(rows, mailbox) && <Icon name="check" size={16} />}
              </button>
            </li>
          ))}
          {isNew && (
            <li>
              <button type="button" className={styles.item} onClick={() => void make()}>
                <Icon name="plus" size={16} />
                <span className={styles.name}>{t('createNamed', { name: isolated(name) })}</span>
              </button>
            </li>
          )}
        </ul>
        {offered.length === 0 && !isNew && <p className={styles.none}>{t('noFolders')}</p>}
      </div>
    </Dialog>
  )
}

/** Up and down go through the field and the folders. */
function moveFocus(event: KeyboardEvent, box: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [...(box?.querySelectorAll<HTMLElement>('input, button') ?? [])]
  const at = stops.findIndex((stop) => stop === document.activeElement)
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}
