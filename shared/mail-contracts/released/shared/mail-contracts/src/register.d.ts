import type { Id } from '@atrium/jmap/types';
import type { MailModules } from './modules.ts';
import type { AppPassword, NewAppPassword, SignedInDevice } from './account-access.ts';
import type { ChangePassword, MailPreferences } from './session.ts';
declare module '@atrium/protocol/register' {
    interface RemoteModules extends MailModules {
    }
    interface EventMap {
        /** The server reports new states of these types. */
        'mail:changed': {
            readonly accountId: Id;
            readonly types: readonly string[];
        };
        /** A message was accepted for sending. `submissionId` is null when the response of the attempt that sent it was lost. */
        'mail:sent': {
            readonly emailId: Id;
            readonly submissionId: Id | null;
        };
        /** A draft was stored. `key` stays the same over all saves, `emailId` does not. */
        'draft:saved': {
            readonly key: string;
            readonly emailId: Id;
        };
        'draft:discarded': {
            readonly key: string;
        };
    }
    interface Preferences {
        /** Lower-case addresses whose remote images are shown without asking. */
        readonly imageSenders: readonly string[];
        /** Seconds in which a message that was sent can be taken back. Absent: 5. */
        readonly undoSend?: 5 | 10 | 20 | 30 | undefined;
        /** What swiping a row of the list does. Absent: to the left archives, to the right marks as read or unread. */
        readonly swipeLeft?: MailPreferences['swipeLeft'] | undefined;
        readonly swipeRight?: MailPreferences['swipeRight'] | undefined;
        /** Where an open conversation is. Absent: at the right of the list. */
        readonly readingPane?: MailPreferences['readingPane'] | undefined;
    }
    interface Session {
        /** JMAP account id of the primary mail account. */
        readonly accountId: Id;
        readonly address: string;
        /** Name with which the receiving mail server signs its `Authentication-Results`. Absent: none is believed. */
        readonly authServer?: string | undefined;
        /** Milliseconds until it ends in any case. Absent: the server does not say. */
        readonly endsIn?: number | undefined;
    }
    interface HostActions {
        /**
         * Changes the password of the account; every other browser is signed out.
         *
         * @throws AtriumError `CREDENTIALS_WRONG`, `PASSWORD_TOO_SHORT`, `PASSWORD_NOT_HERE`, `RATE_LIMITED`
         */
        changePassword: (change: ChangePassword) => Promise<void>;
        /** Devices that are signed in to the account. @throws AtriumError */
        listDevices: () => Promise<readonly SignedInDevice[]>;
        /** Signs out one device. @throws AtriumError `NOT_FOUND` */
        signOutDevice: (id: string) => Promise<void>;
        /** The passwords that programs use in place of the account's own. @throws AtriumError */
        listAppPasswords: () => Promise<readonly AppPassword[]>;
        /** @returns with the password, which is shown this once. @throws AtriumError `CREDENTIALS_WRONG`, `APP_PASSWORDS_FULL`, `RATE_LIMITED` */
        createAppPassword: (request: NewAppPassword) => Promise<AppPassword>;
        /** @throws AtriumError `NOT_FOUND` */
        revokeAppPassword: (id: string) => Promise<void>;
        /** Ends every session of the account, this one too, and leaves for the sign-in page. */
        signOutEverywhere: () => Promise<void>;
    }
}
/** Kinds of the fields of the mail events, for the host to check them by. */
export declare const mailEvents: {
    readonly 'mail:changed': {
        readonly accountId: 'string';
        readonly types: 'strings';
    };
    readonly 'mail:sent': {
        readonly emailId: 'string';
        readonly submissionId: 'string or null';
    };
    readonly 'draft:saved': {
        readonly key: 'string';
        readonly emailId: 'string';
    };
    readonly 'draft:discarded': {
        readonly key: 'string';
    };
};
