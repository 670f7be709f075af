import { useState, type FocusEvent } from 'react'

export interface Attention {
  /** The pointer or the focus is on it. */
  readonly attended: boolean
  /** Forgets both, where what had them is taken away. */
  readonly release: () => void
  readonly handlers: {
    readonly onPointerEnter: () => void
    readonly onPointerLeave: () => void
    readonly onFocus: () => void
    readonly onBlur: (event: FocusEvent<Element>) => void
  }
}

/** Whether a person is at something. */
export function useAttention(): Attention {
  const [hovered, setHovered] = useState(false)
  const [focused, setFocused] = useState(false)
  return {
    attended: hovered || focused,
    release: () => {
      setHovered(false)
      setFocused(false)
    },
    handlers: {
      onPointerEnter: () => setHovered(true),
      onPointerLeave: () => setHovered(false),
      onFocus: () => setFocused(true),
      onBlur: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false)
      },
    },
  }
}
