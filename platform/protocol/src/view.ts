/**
 * A component as it crosses the boundary. Contracts know no React: what comes back is
 * opaque here, and the shell alone hands it to React.
 */
export type View<Props> = (props: Props) => unknown

export interface ViewModule<Props> {
  readonly default: View<Props>
}

/** Where the page is. `path` is relative to the remote: `/`, `/m1/t42`. */
export interface Route {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** Opens an address of the workspace (`/search?q=tea`), not of the remote alone. */
export type Navigate = (to: string, options?: { readonly replace?: boolean }) => void

/** What the shell hands to every `./page`. */
export interface PageProps {
  readonly route: Route
  readonly navigate: Navigate
  /** Sets what stands before "Atrium" in the document's title. */
  readonly onTitle: (title: string) => void
}

export type PageModule = ViewModule<PageProps>
