import type { Contributed } from '@atrium/protocol'
import { createElement, type ReactNode } from 'react'
import { currentHost, type SlotProps } from './host-connection.ts'

const none: readonly Contributed[] = []

/**
 * What other remotes contribute to a place of this one: `<Slot name="message.action" props={{ emailId }} />`. In order,
 * each with its own error boundary and timeout; nothing where no remote contributes, and in a host without slots.
 */
export function Slot(props: SlotProps): ReactNode {
  const slots = currentHost().slots
  return slots ? createElement(slots.Slot, props) : null
}

/** What is in a slot, for a list of it: titles, icons and federated names. A hook; the host is the same in every render. */
export const useContributions = (slot: string): readonly Contributed[] =>
  currentHost().slots?.useContributions(slot) ?? none

// Views that are not written in React.

/** What `mount` returns. */
export interface MountedView<Props> {
  /** Called with the props of each later rendering. Default: the view keeps those it was mounted with. */
  readonly update?: (props: Props) => void
  /** Called once, when the view is taken out of the page; its element is removed after that. */
  readonly unmount: () => void
}

/**
 * A view without React, which a module exports as `mount` in place of a component. It renders into an empty element that
 * is its own, and throws when it cannot.
 */
export type Mount<Props> = (element: HTMLElement, props: Props) => MountedView<Props>
