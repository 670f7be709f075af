import { useFolderActions, useMailboxes } from '@atrium/mail'
import type { Mailbox } from '@atrium/mail-contracts'
import { useFolderName } from '@atrium/mail-ui'
import { showToast, useStrings } from '@atrium/remote'
import { Button, Dialog, isolated, Select, TextField } from '@atrium/ui'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { failureReason } from '../actions.ts'
import { strings } from '../strings.ts'
import { flattened, folderTree } from './folder-tree.ts'
import styles from './folder-dialog.module.css'

export interface FolderDialogProps {
  /** Null makes a new one. */
  readonly folder: Mailbox | null
  readonly onClose: () => void
  /** The folder was deleted. */
  readonly onDeleted: () => void
}

/** Characters of a name, as the mail server takes it. Beyond it: the field takes no more. */
const maxName = 255

/** Name, place and end of a folder of the user's own. */
export default function FolderDialog({ folder, onClose, onDeleted }: FolderDialogProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { list } = useMailboxes()
  const { create, update, destroy } = useFolderActions()
  const [name, setName] = useState(folder?.name ?? '')
  const [parentId, setParentId] = useState(folder?.parentId ?? null)
  const [error, setError] = useState<string | null>(null)
  const [stage, setStage] = useState<'editing' | 'confirming' | 'busy'>('editing')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const trimmed = name.trim()
  const isTaken = list.some(
    (each) => each.id !== folder?.id && each.parentId === parentId && folderName(each) === trimmed,
  )

  const save = async (): Promise<void> => {
    if (trimmed === '') return setError(t('folderNeedsName'))
    if (isTaken) return setError(t('folderNameTaken', { name: isolated(trimmed) }))
    setStage('busy')
    const properties = { name: trimmed, parentId }
    const outcome = folder ? await update(folder.id, properties) : await create(properties)
    if (outcome.ok) return onClose()
    setStage('editing')
    setError(failureReason(t, outcome.error))
  }
  const remove = async (): Promise<void> => {
    if (!folder) return
    setStage('busy')
    const outcome = await destroy(folder.id)
    if (!outcome.ok) {
      setStage('editing')
      return setError(failureReason(t, outcome.error))
    }
    showToast({ tone: 'neutral', text: t('folderDeleted', { name: isolated(folderName(folder)) }) })
    onDeleted()
    onClose()
  }

  if (stage === 'confirming' && folder)
    return <Confirmation folder={folder} onCancel={() => setStage('editing')} onConfirm={() => void remove()} />
  const footer = (
    <>
      {folder && (
        <Button disabled={list.some((each) => each.parentId === folder.id)} onClick={() => setStage('confirming')}>
          {t('deleteFolder')}
        </Button>
      )}
      <Button variant="primary" busy={stage === 'busy'} onClick={() => void save()}>
        {t(folder ? 'save' : 'createFolder')}
      </Button>
    </>
  )
  const title = t(folder ? 'editFolder' : 'newFolder')
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={t('close')} size="small" footer={footer}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label={t('folderNameLabel')}
          ref={field}
          value={name}
          maxLength={maxName}
          error={error}
          onChange={({ target }) => {
            setName(target.value)
            setError(null)
          }}
        />
        <Parents folder={folder} value={parentId} onChange={setParentId} />
      </form>
    </Dialog>
  )
}

interface ConfirmationProps {
  readonly folder: Mailbox
  readonly onCancel: () => void
  readonly onConfirm: () => void
}

/** Says what becomes of the messages before the folder is deleted. */
function Confirmation({ folder, onCancel, onConfirm }: ConfirmationProps): ReactNode {
  const t = useStrings(strings)
  const name = isolated(useFolderName()(folder))
  const footer = (
    <>
      <Button onClick={onCancel}>{t('cancel')}</Button>
      <Button variant="danger" onClick={onConfirm}>
        {t('deleteFolder')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onCancel} title={t('deleteFolder')} closeLabel={t('close')} size="small" footer={footer}>
      <p>{t('deleteFolderDetail', { count: folder.totalEmails, name })}</p>
    </Dialog>
  )
}

interface ParentsProps {
  readonly folder: Mailbox | null
  readonly value: string | null
  readonly onChange: (parentId: string | null) => void
}

/** The folders that a folder can be in: none that is in it. */
function Parents({ folder, value, onChange }: ParentsProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { list } = useMailboxes()
  const offered = flattened(folderTree(list).own).filter(({ mailbox }) => !isInside(list, mailbox, folder))
  return (
    <Select label={t('folderParent')} value={value ?? ''} onChange={({ target }) => onChange(target.value || null)}>
      <option value="">{t('noParent')}</option>
      {offered.map(({ mailbox, depth }) => (
        <option key={mailbox.id} value={mailbox.id}>
          {`${'\u2003'.repeat(depth)}${folderName(mailbox)}`}
        </option>
      ))}
    </Select>
  )
}

/** Whether a folder is another one or below it. */
function isInside(list: readonly Mailbox[], one: Mailbox, other: Mailbox | null): boolean {
  if (other === null) return false
  let at: Mailbox | undefined = one
  // A circle of parents ends as well.
  for (let depth = 0; at && depth <= list.length; depth += 1) {
    const { id, parentId }: Mailbox = at
    if (id === other.id) return true
    at = list.find((each) => each.id === parentId)
  }
  return false
}
