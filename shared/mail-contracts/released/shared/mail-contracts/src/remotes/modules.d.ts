import type { ComposeModules } from './compose.ts';
import type { InboxModules } from './inbox.ts';
import type { InspectorModules } from '@atrium/protocol';
import type { SearchModules } from './search.ts';
import type { SettingsModules } from './settings.ts';
import type { PageModule } from '@atrium/protocol';
/** Federated name → module, for every module that another room may load. */
export interface RemoteModules extends InboxModules, ComposeModules, SearchModules, SettingsModules, InspectorModules {
}
export type FederatedName = keyof RemoteModules | `${string}/page`;
/** The module behind a federated name. Any remote may expose a page; the rest is listed. */
export type RemoteModule<Name extends string> = Name extends keyof RemoteModules ? RemoteModules[Name] : Name extends `${string}/page` ? PageModule : never;
/** Loads an exposed module. Rejects with an `AtriumError`; calling again is a real new attempt. */
export type LoadRemote = <Name extends FederatedName>(name: Name) => Promise<RemoteModule<Name>>;
