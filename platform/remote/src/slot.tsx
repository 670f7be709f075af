import type { Contributed } from '@atrium/protocol'
import { createElement, type ComponentType, type ReactNode } from 'react'
import { currentHost } from './host-connection.ts'

export interface SlotProps {
  /** Name of the slot, as contributions have it: `message.action`. */
  readonly name: string
  /** What each contribution receives. Default: nothing. */
  readonly props?: object
  /** Renders only contributions that take this media type. Default: all. */
  readonly mediaType?: string | undefined
  /** Federated name of the one contribution to render. Default: all. */
  readonly only?: string | undefined
  /** Works from the first moment, and when the remote cannot be loaded. Default: the product's skeleton and failure. */
  readonly placeholder?: ReactNode
}

/** How a host renders slots. */
export interface HostSlots {
  readonly Slot: ComponentType<SlotProps>
  readonly useContributions: (slot: string) => readonly Contributed[]
}

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
