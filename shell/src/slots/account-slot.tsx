import type { Session } from '@atrium/mail-contracts'
import { useWorkspace } from '@atrium/remote'
import type { ReactNode } from 'react'
import { AccountMenu } from '../frame/account-menu.tsx'
import { navigate } from '../routing/location.ts'
import { leave } from '../session/leave.ts'
import type { FrameActs } from './use-frame-acts.ts'

export interface AccountSlotProps {
  readonly session: Session
  readonly acts: FrameActs
}

/** Who is signed in, with the quick way to the theme and out. */
export function AccountSlot({ session, acts }: AccountSlotProps): ReactNode {
  const theme = useWorkspace((state) => state.theme)
  return (
    <AccountMenu
      name={session.name}
      address={session.address}
      theme={theme}
      onThemeChange={(chosen) => acts.change({ theme: chosen })}
      onSettings={() => navigate('/settings')}
      onSignOut={() => void leave()}
    />
  )
}
