import { type Navigate, type PageModule, type ViewModule } from '@atrium/protocol';
import type { Id } from '@atrium/jmap/types';
import type { EmailAddress, EmailFilter } from './jmap/mail.ts';
/** Contract versions of each remote that this source knows how to use. A remote that is not listed is a page at contract 1. */
export declare const contractVersions: {
    readonly inbox: readonly [1];
    /** 2: `mail:sent` may come without the id of its submission. */
    readonly compose: readonly [1, 2];
    readonly search: readonly [1];
    readonly settings: readonly [1];
    readonly inspector: readonly [1];
};
export interface FoldersProps {
    /** Address of the page below the origin, to mark the current folder. */
    readonly location: string;
    readonly navigate: Navigate;
    /** Icons only. */
    readonly collapsed: boolean;
}
/** Something that the command palette offers. */
export interface OfferedCommand {
    /** Unique among all remotes, and the same the next time: what was run lately is found by it. */
    readonly id: string;
    readonly title: string;
    /** Name of an icon of the product's set. */
    readonly icon?: string | undefined;
    /** The keys that do the same, separated by spaces. Only shown. */
    readonly shortcut?: string | undefined;
    readonly run: () => void;
}
/** Of what remotes contribute to `command.list`: rendered while the palette is open, and renders nothing itself. */
export interface CommandListProps {
    readonly navigate: Navigate;
    /** The list as it is now; replaces the one before. */
    readonly onCommands: (commands: readonly OfferedCommand[]) => void;
}
/** Conversations that another remote has found. */
export interface ConversationsProps {
    /** Which ones (RFC 8621 §4.4.1). */
    readonly filter: EmailFilter;
    /** Marks of the words that were found are shown in the rows. */
    readonly snippets: boolean;
    /** Names the list. A list of the same name opens with the cursor where it was left. */
    readonly name: string;
    /** The folder that all of them are in, which decides what can be done with them; null where they may be in several. */
    readonly mailboxId: Id | null;
    /** The one that is open. */
    readonly threadId: Id | null;
    /** Address of the workspace for the list, by null, or for a conversation in it. */
    readonly addressOf: (threadId: Id | null) => string;
    readonly navigate: Navigate;
    /** Gets the subject of the open conversation. */
    readonly onTitle: (title: string) => void;
    /** Words that are marked in the open conversation. */
    readonly marks: readonly string[];
}
/** What `inbox` exposes. */
export interface InboxModules {
    'inbox/page': PageModule;
    /** The folders in the rail. */
    'inbox/folders': ViewModule<FoldersProps>;
    /** A list of conversations, and the open one beside or above it, as in a folder. */
    'inbox/conversations': ViewModule<ConversationsProps>;
    'inbox/unread': {
        /** Unread threads in the mailbox with the role `inbox`; 0 until known. */
        readonly useUnreadCount: () => number;
    };
}
/** What a new message starts from. Ids, not objects: compose reads the message itself. */
export interface ComposeRequest {
    readonly kind: 'new' | 'reply' | 'reply-all' | 'forward' | 'draft';
    /** The message replied to or forwarded, or the stored draft. Needed for all kinds but `new`. */
    readonly emailId?: string;
    readonly to?: readonly EmailAddress[];
    readonly cc?: readonly EmailAddress[];
    readonly bcc?: readonly EmailAddress[];
    readonly subject?: string;
    readonly text?: string;
}
/**
 * Prefix of the `localStorage` keys of messages that had not reached the server when their page ended. When there
 * is one, the composer's windows are rendered, and restore it.
 */
export declare const unsentPrefix: (accountId: string) => string;
/** What `compose` exposes. */
export interface ComposeModules {
    'compose/composer': {
        /** Opens a window and returns its key, which stays the same over all saves. */
        readonly openComposer: (request: ComposeRequest) => string;
        /** Number of open windows. */
        readonly useOpenComposers: () => number;
    };
    /** The windows, above any page. */
    'compose/windows': ViewModule<Record<never, never>>;
}
export interface SearchBoxProps {
    readonly query: string;
    readonly onSubmit: (query: string) => void;
    /** Take the focus when rendered, because the user is already typing. Default: false. */
    readonly autoFocus?: boolean;
}
/** What `search` exposes. */
export interface SearchModules {
    'search/page': PageModule;
    'search/box': ViewModule<SearchBoxProps>;
}
/** What `settings` exposes. */
export interface SettingsModules {
    'settings/page': PageModule;
}
export interface MailModules extends InboxModules, ComposeModules, SearchModules, SettingsModules {
}
type Shape<Module> = {
    readonly [Export in keyof Module]: Module[Export] extends (...args: never[]) => unknown ? 'function' : 'object';
};
/**
 * What can be checked of each module at run time: the kind of each of its exports. The types keep it in step with
 * the contracts.
 */
export declare const moduleShapes: {
    readonly [Name in keyof MailModules]: Shape<MailModules[Name]>;
};
/** Contract versions of a remote that this source knows how to use. */
export declare const acceptedContracts: (remote: string) => readonly number[];
/** Exports that a module of the mail workspace lacks. */
export declare const missingExports: (name: string, module: unknown) => string[];
export {};
