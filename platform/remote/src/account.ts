// Until settings and shell use hostAction() themselves.
import type { HostActions } from '@atrium/protocol/register'
import { hostAction } from './host-connection.ts'

type Action = (...args: readonly unknown[]) => Promise<void>

const action = (name: string): Action => hostAction(name as keyof HostActions) as Action

export const changePassword = async (change: { readonly current: string; readonly wanted: string }): Promise<void> =>
  action('changePassword')(change)

export const signOutEverywhere = async (): Promise<void> => action('signOutEverywhere')()
