import { ShortcutList } from '@atrium/mail-ui'
import { useStrings } from '@atrium/remote'
import { Dialog } from '@atrium/ui'
import type { ReactNode } from 'react'
import { strings } from './strings.ts'

/** Every keyboard shortcut. Not downloaded before it is opened. */
export default function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useStrings(strings)
  return (
    <Dialog open onClose={onClose} title={t('shortcuts')} closeLabel={t('close')} size="large">
      <ShortcutList />
    </Dialog>
  )
}
