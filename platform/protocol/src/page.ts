/**
 * A component as it crosses the boundary. The protocol knows no React: what a view returns is opaque here, and
 * the host alone hands it to React.
 */
export type View<Props> = (props: Props) => unknown

export interface ViewModule<Props> {
  readonly default: View<Props>
}

/** Address of the page below its remote. `path` is relative to the remote: `/`, `/m1/t42`. */
export interface Route {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** Opens an address of the workspace (`/search?q=tea`), not of the remote alone. */
export type Navigate = (to: string, options?: { readonly replace?: boolean }) => void

/** What the host hands to every `./page`. */
export interface PageProps {
  readonly route: Route
  readonly navigate: Navigate
  /** Sets what precedes the product's name in the document's title. */
  readonly onTitle: (title: string) => void
}

export type PageModule = ViewModule<PageProps>

/** Federated name → kind of each of its exports. A name that is not listed is a page. */
export type ModuleShapes = Readonly<Record<string, Readonly<Record<string, 'function' | 'object'>>>>

const page = { default: 'function' } as const

/** What `memo`, `forwardRef` and `lazy` return is a component too, and an object; it carries this mark. */
const isMarkedComponent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && '$$typeof' in value

/**
 * Compares a loaded module with its shape.
 *
 * @returns Names of exports that are missing or of another kind; empty when the module has its shape.
 */
export function missingExports(name: string, module: unknown, shapes: ModuleShapes = {}): string[] {
  const shape: Readonly<Record<string, string>> = Object.hasOwn(shapes, name) ? (shapes[name] ?? page) : page
  const exports: Readonly<Record<string, unknown>> = typeof module === 'object' && module !== null ? { ...module } : {}
  return Object.keys(shape).filter((key) => {
    const value = exports[key]
    return typeof value !== shape[key] && !(key === 'default' && isMarkedComponent(value))
  })
}
