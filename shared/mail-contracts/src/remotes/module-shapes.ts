import type { RemoteModules } from './modules.ts'

type Shape<Module> = { readonly [Export in keyof Module]: Module[Export] extends (...args: never[]) => unknown ? 'function' : 'object' }

/**
 * What can be checked of an exposed module at run time: the kind of each of its exports.
 * Derived by type from the contracts, so that neither can drift from the other.
 */
export const moduleShapes: { readonly [Name in keyof RemoteModules]: Shape<RemoteModules[Name]> } = {
  'inbox/page': { default: 'function' },
  'inbox/folders': { default: 'function' },
  'inbox/unread': { useUnreadCount: 'function' },
  'compose/composer': { openComposer: 'function', useOpenComposers: 'function' },
  'compose/windows': { default: 'function' },
  'search/page': { default: 'function' },
  'search/box': { default: 'function' },
  'settings/page': { default: 'function' },
  'inspector/panel': { default: 'function' },
}

const page: Readonly<Record<string, string>> = { default: 'function' }

/** What `memo`, `forwardRef` and `lazy` make is a component too, and an object; it carries this mark. */
const isMarked = (value: unknown): boolean => typeof value === 'object' && value !== null && '$$typeof' in value

const isOfKind = (value: unknown, key: string, kind: string | undefined): boolean =>
  typeof value === kind || (key === 'default' && isMarked(value))

/** Exports that a module lacks or has of another kind; empty when it keeps its promise. */
export function missingExports(name: string, module: unknown): string[] {
  const shape: Readonly<Record<string, string>> = Object.hasOwn(moduleShapes, name)
    ? moduleShapes[name as keyof RemoteModules]
    : page
  const exports: Readonly<Record<string, unknown>> = typeof module === 'object' && module !== null ? { ...module } : {}
  return Object.keys(shape).filter((key) => !isOfKind(exports[key], key, shape[key]))
}
