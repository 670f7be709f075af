import type { Identity } from '@atrium/mail-contracts'
import { useIdentities } from '@atrium/mail'
import { useEffect, useState, type ReactNode } from 'react'
import { CorrespondentReader } from '../address/correspondent-reader.tsx'
import { isOpen, useComposers } from '../composer/composers.ts'
import { ComposeWindow } from './compose-window.tsx'
import styles from './compose-windows.module.css'
import { useSignature } from './use-signature.ts'
import { useSavingMoments, useWayToServer } from './use-way-to-server.ts'

interface DockProps {
  readonly onIdentities: (identities: readonly Identity[]) => void
}

function Dock({ onIdentities }: DockProps): ReactNode {
  const composers = useComposers(({ list }) => list)
  const { list: identities, status, error } = useIdentities()
  useEffect(() => onIdentities(identities), [onIdentities, identities])
  useSignature(identities)
  return (
    <div className={styles.dock}>
      {composers.filter(isOpen).map((composer) => (
        <ComposeWindow
          key={composer.key}
          composer={composer}
          identities={identities}
          identitiesSettled={status !== 'loading' || error !== null}
        />
      ))}
      <CorrespondentReader />
    </div>
  )
}

const none: readonly Identity[] = []

/** All messages being written, at the lower edge above any page. */
export function ComposeWindows(): ReactNode {
  const [identities, setIdentities] = useState(none)
  const any = useComposers(({ list }) => list.length > 0)
  useWayToServer(identities)
  useSavingMoments()
  return any ? <Dock onIdentities={setIdentities} /> : null
}
