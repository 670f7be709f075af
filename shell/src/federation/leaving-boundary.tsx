import { Component, type ReactNode } from 'react'

export interface LeavingBoundaryProps {
  readonly onError: (error: unknown) => void
  /** What is drawn below; when this changes, it is another thing, and what failed before is forgotten. */
  readonly place?: string
  /** Stands there when nothing more is tried. Default: nothing. */
  readonly fallback?: (again: () => void) => ReactNode
  readonly children: ReactNode
}

interface LeavingBoundaryState {
  readonly failed: boolean
  readonly givenUp: boolean
}

/** So many recoveries within so many milliseconds, then what is below is broken and stays away. */
const limit = { recoveries: 3, within: 5_000 } as const

/**
 * A remote that throws while it is taken away takes its own boundary with it: React hands the error to
 * what stays mounted above. Here it is reported, and what came in its place is drawn anew.
 */
export class LeavingBoundary extends Component<LeavingBoundaryProps, LeavingBoundaryState> {
  override state = { failed: false, givenUp: false }
  #recoveries: number[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError(): Partial<LeavingBoundaryState> {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error)
    const now = Date.now()
    this.#recoveries = [...this.#recoveries.filter((time) => now - time < limit.within), now]
    clearTimeout(this.#timer)
    if (this.#recoveries.length > limit.recoveries) this.setState({ givenUp: true })
    // Not at once: clean-ups that are still to run, and throw too, must find nothing to take down again.
    else this.#timer = setTimeout(() => this.setState({ failed: false }))
  }

  override componentDidUpdate({ place }: LeavingBoundaryProps): void {
    if (place !== this.props.place && this.state.givenUp) this.#again()
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer)
  }

  readonly #again = (): void => {
    this.#recoveries = []
    this.setState({ failed: false, givenUp: false })
  }

  override render(): ReactNode {
    const { children, fallback } = this.props
    const { failed, givenUp } = this.state
    if (givenUp) return fallback?.(this.#again) ?? null
    return failed ? null : children
  }
}
