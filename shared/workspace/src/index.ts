export { changePassword, signOutEverywhere } from './account.ts'
export { emit, on, type ListenOptions } from './bus.ts'
export {
  useFlags,
  useLocale,
  useSession,
  useTheme,
  type Flags,
  type LocaleValue,
  type ThemeValue,
} from './contexts.ts'
export { floodLimit, watchFloods, type Flood } from './floodgate.ts'
export { load, provideHost, type Host } from './host.ts'
export { forgetFailures, lazyView } from './lazy-view.tsx'
export { defineMessages, replaceMessages, translator, useMessages, type Catalogue, type Messages, type Translate } from './messages.ts'
export { changePreferences } from './preferences.ts'
export { select } from './selection.ts'
export { beginSession, endSession } from './session.ts'
export { hrefOf, serveBelow, siteBase } from './site.ts'
export { useWorkspace, workspace } from './store.ts'
export { dismissToast, showToast } from './toasts.ts'
export { clearUnsaved, markUnsaved } from './unsaved.ts'
export { WorkspaceProvider, type WorkspaceProviderProps } from './workspace-provider.tsx'
