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

/** Export → its kind; `value` is anything but undefined. */
type Shape = Readonly<Record<string, 'function' | 'object' | 'value'>>

/** Federated name → kind of each of its exports that a host relies on. */
export type ModuleShapes = Readonly<Record<string, Shape>>

const page = { default: 'function' } as const

/** What `memo`, `forwardRef` and `lazy` return is a component too, and an object; it carries this mark. */
const isMarkedComponent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && '$$typeof' in value

/** In place of a component, a view in another framework. */
const isMounting = (exports: Readonly<Record<string, unknown>>): boolean => typeof exports['mount'] === 'function'

const hasKind = (value: unknown, kind: string): boolean =>
  kind === 'value' ? value !== undefined : typeof value === kind

/**
 * Compares a loaded module with its shape.
 *
 * @param shapes - By federated name; one that is not listed is a page: a component, or `mount`.
 * @returns Names of exports that are missing or of another kind; empty when the module has its shape.
 */
export function missingExports(name: string, module: unknown, shapes: ModuleShapes = {}): string[] {
  const listed = Object.hasOwn(shapes, name) ? shapes[name] : undefined
  const exports: Readonly<Record<string, unknown>> = typeof module === 'object' && module !== null ? { ...module } : {}
  if (!listed && exports['default'] === undefined && isMounting(exports)) return []
  const shape: Shape = listed ?? page
  return Object.entries(shape)
    .filter(([key, kind]) => !hasKind(exports[key], kind) && !(key === 'default' && isMarkedComponent(exports[key])))
    .map(([key]) => key)
}
