import type { Mailbox } from '@atrium/mail-contracts'
import { useStrings } from '@atrium/remote'
import { IconButton } from '@atrium/ui'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { strings } from '../strings.ts'

/** Not downloaded before it is opened. */
const FolderPicker = lazy(() => import('./folder-picker.tsx'))

export interface MoveButtonProps {
  /** The folder it is in now, which is not offered. Undefined: several. */
  readonly from: string | undefined
  readonly onMove: (to: Mailbox) => void
  readonly size?: 'small' | 'medium'
  /** Shown below the icon on a small screen. Default: none. */
  readonly caption?: string
}

/** Opens the folders that mail can be moved to, found by a part of their name. */
export function MoveButton({ from, onMove, size = 'medium', caption }: MoveButtonProps): ReactNode {
  const t = useStrings(strings)
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton
        icon="folder-move"
        size={size}
        label={t('moveTo')}
        caption={caption}
        shortcut="V"
        onClick={() => setOpen(true)}
      />
      {open && (
        <Suspense>
          <FolderPicker purpose="move" rows={[]} from={from} onClose={() => setOpen(false)} onPick={onMove} />
        </Suspense>
      )}
    </>
  )
}
