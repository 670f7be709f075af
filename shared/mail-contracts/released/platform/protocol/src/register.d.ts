import type { InspectorPanelProps } from './inspector.ts';
import type { PageModule, ViewModule } from './page.ts';
/**
 * Interfaces that a product extends by declaration merging, so that `load`, `emit`, `useSession` and the rest
 * are typed for what that product has:
 *
 * ```ts
 * declare module '@atrium/protocol/register' {
 *   interface EventMap { 'order:placed': { readonly orderId: string } }
 *   interface RemoteModules { 'cart/total': { readonly useTotal: () => number } }
 *   interface Session { readonly customer: string }
 * }
 * ```
 */
/**
 * Federated name → shape of the module, for every exposed module that another bundle loads. A page
 * (`<remote>/page`) needs no entry.
 */
export interface RemoteModules {
    /** A panel at the bottom of the page. */
    'inspector/panel': ViewModule<InspectorPanelProps>;
}
/** Event name → payload. Names in the past tense; payloads carry ids, not objects that can grow stale. */
export interface EventMap {
    /** A release of a remote could not be loaded, verified or rendered. `code` is one of the error table. */
    'remote:failed': {
        readonly remote: string;
        readonly release: string;
        readonly code: string;
        readonly reference: string;
    };
    /** A view of a remote was rendered for the first time. */
    'remote:mounted': {
        readonly remote: string;
        readonly release: string;
        readonly module: string;
    };
    /** The user is signing out: what is unsaved can be saved for a few seconds more. */
    'session:ending': Readonly<Record<never, never>>;
    'session:ended': {
        readonly reason: 'signed-out' | 'expired';
    };
    /** Keys of the preferences that have changed, in this tab. */
    'preferences:changed': {
        readonly changed: readonly string[];
    };
    /** Names of the flags that have been switched while this page is open. */
    'flags:changed': {
        readonly changed: readonly string[];
    };
}
/** What a user has chosen. Stored by the gateway, so that it follows them to another device. */
export interface Preferences {
    readonly theme: 'system' | 'light' | 'dark';
    readonly density: 'comfortable' | 'compact';
    /** BCP 47 tag, or `system` for the browser's language. */
    readonly locale: string;
    readonly railCollapsed: boolean;
}
/** The signed-in user. Carries no credential: that is an HttpOnly cookie. */
export interface Session {
    /** Name to show. */
    readonly name: string;
    /** Sent back as `x-atrium-csrf` with every request that changes something. */
    readonly csrf: string;
    readonly preferences: Preferences;
}
/** What the host does for remotes on request: `hostAction('signOutEverywhere')`. */
export interface HostActions {
}
/** Error codes of the product, each with any type: `interface ProductErrorCodes { CARD_DECLINED: string }`. */
export interface ProductErrorCodes {
}
export type FederatedName = (keyof RemoteModules & string) | `${string}/page`;
/** The module behind a federated name. Any remote may expose a page; other modules are listed in `RemoteModules`. */
export type RemoteModule<Name extends string> = Name extends keyof RemoteModules ? RemoteModules[Name] : Name extends `${string}/page` ? PageModule : never;
/** Loads an exposed module. Rejects with an `AtriumError`; calling again is a real new attempt. */
export type LoadRemote = <Name extends FederatedName>(name: Name) => Promise<RemoteModule<Name>>;
