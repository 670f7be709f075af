export { useLocale, useSession, useTheme, type Flags, type LocaleValue, type ThemeValue } from './contexts.tsx'
export { emit, on, onAny, type EventName, type ListenOptions } from './events.ts'
export { readFlag, useFlag, useFlags } from './flags.ts'
export { basePath, hostAction, hrefOf, load, type SlotProps } from './host-connection.ts'
export { lazyView } from './lazy-view.tsx'
export type { Mount, MountedView } from './slot.tsx'
export { changePreferences } from './session.ts'
export { Slot, useContributions } from './slot.tsx'
export {
  clearUnsaved,
  dismissToast,
  markUnsaved,
  select,
  showToast,
  useWorkspace,
  workspace,
  type Toast,
  type WorkspaceState,
} from './store.ts'
export {
  defineStrings,
  languageOf,
  replaceStrings,
  translator,
  useStrings,
  type Catalogue,
  type Messages,
  type Translate,
} from './strings.ts'
