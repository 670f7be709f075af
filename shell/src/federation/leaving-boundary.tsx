import { Component, type ReactNode } from 'react'

export interface LeavingBoundaryProps {
  readonly onError: (error: unknown) => void
  readonly children: ReactNode
}

/** So many recoveries within so many milliseconds, then what is below is broken and stays away. */
const limit = { recoveries: 3, within: 5_000 } as const

/**
 * A remote that throws while it is taken away takes its own boundary with it: React hands the error to
 * what stays mounted above. Here it is reported, and what came in its place is drawn anew.
 */
export class LeavingBoundary extends Component<LeavingBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }
  #recoveries: number[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error)
    const now = Date.now()
    this.#recoveries = [...this.#recoveries.filter((time) => now - time < limit.within), now]
    if (this.#recoveries.length > limit.recoveries) return
    clearTimeout(this.#timer)
    // Not at once: clean-ups that are still to run, and throw too, must find nothing to take down again.
    this.#timer = setTimeout(() => this.setState({ failed: false }))
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer)
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children
  }
}
