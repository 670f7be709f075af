export {
  useFlags,
  useLocale,
  useSession,
  useTheme,
  WorkspaceProvider,
  type Flags,
  type LocaleValue,
  type ThemeValue,
  type WorkspaceProviderProps,
} from './contexts.tsx'
export {
  defineEvents,
  emit,
  floodLimit,
  on,
  onAny,
  watchFloods,
  type EventName,
  type EventShapes,
  type Flood,
  type ListenOptions,
} from './events.ts'
export { changePassword, signOutEverywhere } from './account.ts'
export { basePath as siteBase, setBasePath as serveBelow } from './host.ts'
export { basePath, hostAction, hrefOf, load, provideHost, setBasePath, type Host } from './host.ts'
export { forgetFailures, lazyView } from './lazy-view.tsx'
export { beginSession, changePreferences, endSession } from './session.ts'
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
  defineMessages,
  replaceMessages,
  translator,
  useMessages,
  type Catalogue,
  type Messages,
  type Translate,
} from './strings.ts'
