import { type Density, type Theme } from './preferences.ts';
import { type Session } from './session.ts';
export interface Toast {
    readonly id: string;
    readonly tone: 'neutral' | 'success' | 'danger';
    readonly text: string;
    /** One thing to do about it, most often to undo. */
    readonly action?: {
        readonly label: string;
        readonly run: () => void;
    };
    /** Milliseconds until it goes by itself. Default: 6000; 0 = stays. */
    readonly duration?: number;
}
/** State of the store that host and remotes share. */
export interface WorkspaceState {
    readonly session: Session | null;
    readonly theme: Theme;
    readonly density: Density;
    readonly railCollapsed: boolean;
    readonly online: boolean;
    /** Email ids chosen in the list, by the mailbox or search they were chosen in. */
    readonly selection: {
        readonly scope: string;
        readonly ids: readonly string[];
    };
    readonly toasts: readonly Toast[];
    /** Keys of work that a remote must not be replaced under: drafts, uploads. */
    readonly unsaved: readonly string[];
}
/** Fields of a change to the shared store that do not have the shape everybody relies on; empty when all have. */
export declare const wrongStateFields: (change: Readonly<Partial<WorkspaceState>>) => string[];
