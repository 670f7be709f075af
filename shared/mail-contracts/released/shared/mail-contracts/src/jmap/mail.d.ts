/** Shapes of JMAP mail. Source: RFC 8621. */
import { type Id, type UTCDate } from '@atrium/jmap/types';
export declare const capability: {
    readonly core: "urn:ietf:params:jmap:core";
    readonly mail: 'urn:ietf:params:jmap:mail';
    readonly submission: 'urn:ietf:params:jmap:submission';
    readonly quota: 'urn:ietf:params:jmap:quota';
    readonly blob: 'urn:ietf:params:jmap:blob';
    /** Our own: what is done to mail when it arrives. */
    readonly filters: 'urn:atrium:params:jmap:mailfilter';
    /** RFC 8621 §8. */
    readonly vacation: 'urn:ietf:params:jmap:vacationresponse';
};
/** RFC 8621 §2; names from the IANA registry of mailbox roles. */
export type MailboxRole = 'inbox' | 'archive' | 'drafts' | 'sent' | 'trash' | 'junk' | 'flagged' | 'important';
export interface Mailbox {
    readonly id: Id;
    readonly name: string;
    readonly parentId: Id | null;
    readonly role: MailboxRole | null;
    readonly sortOrder: number;
    readonly totalEmails: number;
    readonly unreadEmails: number;
    readonly totalThreads: number;
    readonly unreadThreads: number;
    readonly myRights: Readonly<Record<string, boolean>>;
    readonly isSubscribed: boolean;
}
export interface EmailAddress {
    readonly name: string | null;
    readonly email: string;
}
/** RFC 8621 §4.1.4. `size` is in bytes, after decoding. */
export interface EmailBodyPart {
    readonly partId: string | null;
    readonly blobId: Id | null;
    readonly size: number;
    readonly name: string | null;
    readonly type: string;
    readonly charset: string | null;
    readonly disposition: string | null;
    readonly cid: string | null;
    readonly language?: readonly string[] | null;
    readonly location?: string | null;
    readonly subParts?: readonly EmailBodyPart[] | null;
    /** The Content-Type field as it was sent. */
    readonly 'header:Content-Type'?: string | null;
}
export interface EmailBodyValue {
    readonly value: string;
    readonly isEncodingProblem: boolean;
    readonly isTruncated: boolean;
}
/** What a list shows of a message: no body. */
export interface EmailListing {
    readonly id: Id;
    readonly blobId: Id;
    readonly threadId: Id;
    readonly mailboxIds: Readonly<Record<Id, true>>;
    readonly keywords: Readonly<Record<string, true>>;
    readonly size: number;
    readonly receivedAt: UTCDate;
    readonly from: readonly EmailAddress[] | null;
    readonly to: readonly EmailAddress[] | null;
    readonly subject: string | null;
    readonly preview: string;
    readonly hasAttachment: boolean;
}
/** A message as the conversation shows it. */
export interface Email extends EmailListing {
    readonly messageId: readonly string[] | null;
    readonly inReplyTo: readonly string[] | null;
    readonly references: readonly string[] | null;
    readonly sender: readonly EmailAddress[] | null;
    readonly cc: readonly EmailAddress[] | null;
    readonly bcc: readonly EmailAddress[] | null;
    readonly replyTo: readonly EmailAddress[] | null;
    /** With the sender's offset, RFC 3339. */
    readonly sentAt: string | null;
    readonly textBody: readonly EmailBodyPart[];
    readonly htmlBody: readonly EmailBodyPart[];
    readonly attachments: readonly EmailBodyPart[];
    /** Authentication results of servers on the way (RFC 8601), newest first. Anyone can have written them but ours. */
    readonly 'header:Authentication-Results:asText:all'?: readonly string[];
    /** Addresses to leave a mailing list by, best first (RFC 2369 §3.2); null when the message names none. */
    readonly 'header:List-Unsubscribe:asURLs'?: readonly string[] | null;
    readonly bodyValues: Readonly<Record<string, EmailBodyValue>>;
}
export interface Thread {
    readonly id: Id;
    /** Oldest first. */
    readonly emailIds: readonly Id[];
}
/** RFC 8621 §5.1. `<mark>` is the only markup the server adds; the rest is escaped. */
export interface SearchSnippet {
    readonly emailId: Id;
    readonly subject: string | null;
    readonly preview: string | null;
}
/** RFC 8621 §6. */
export interface Identity {
    readonly id: Id;
    readonly name: string;
    readonly email: string;
    readonly replyTo: readonly EmailAddress[] | null;
    readonly bcc: readonly EmailAddress[] | null;
    readonly textSignature: string;
    readonly htmlSignature: string;
    readonly mayDelete: boolean;
}
/** RFC 8621 §7. */
export interface EmailSubmission {
    readonly id: Id;
    readonly identityId: Id;
    readonly emailId: Id;
    readonly threadId: Id;
    readonly envelope: {
        readonly mailFrom: {
            readonly email: string;
            readonly parameters: Readonly<Record<string, string | null>> | null;
        };
        readonly rcptTo: readonly {
            readonly email: string;
            readonly parameters: Readonly<Record<string, string | null>> | null;
        }[];
    } | null;
    readonly sendAt: UTCDate;
    readonly undoStatus: 'pending' | 'final' | 'canceled';
    readonly deliveryStatus: Readonly<Record<string, {
        readonly smtpReply: string;
        readonly delivered: 'queued' | 'yes' | 'no' | 'unknown';
        readonly displayed: 'unknown' | 'yes';
    }>> | null;
}
/** RFC 8621 §4.4.1, the part of the filter that Atrium's own client uses. */
export interface EmailFilterCondition {
    readonly inMailbox?: Id;
    readonly inMailboxOtherThan?: readonly Id[];
    readonly before?: UTCDate;
    readonly after?: UTCDate;
    /** Bytes, at least. */
    readonly minSize?: number;
    /** Bytes, less than. */
    readonly maxSize?: number;
    readonly hasKeyword?: string;
    readonly notKeyword?: string;
    readonly hasAttachment?: boolean;
    readonly text?: string;
    readonly from?: string;
    readonly to?: string;
    readonly cc?: string;
    readonly bcc?: string;
    readonly subject?: string;
    readonly body?: string;
    /** Name of a header field, and text that it contains. */
    readonly header?: readonly [name: string] | readonly [name: string, text: string];
}
/** RFC 8620 §5.5, FilterOperator: conditions, or filters of them, joined. */
export type EmailFilter = EmailFilterCondition | {
    readonly operator: 'AND' | 'OR' | 'NOT';
    readonly conditions: readonly EmailFilter[];
};
/** RFC 8621 §8: there is one in each account, with the id `singleton`. */
export interface VacationResponse {
    readonly id: 'singleton';
    readonly isEnabled: boolean;
    readonly fromDate: UTCDate | null;
    /** Later than `fromDate`. */
    readonly toDate: UTCDate | null;
    /** Default: `Auto:` and the subject of the message. */
    readonly subject: string | null;
    readonly textBody: string | null;
    readonly htmlBody: string | null;
}
/**
 * What a message must be like; `not` turns a condition round. `address` is whole, or `@` and a domain; `list` is an id of
 * RFC 2919 without `<>`; `text` is looked for in the whole message; sizes are bytes.
 */
export type MailFilterCondition = {
    readonly not?: boolean;
} & ({
    readonly header: string;
    readonly contains: string;
} | {
    readonly header: string;
    readonly address: string;
} | {
    readonly header: string;
    readonly exists: true;
} | {
    readonly text: string;
} | {
    readonly list: string;
} | {
    readonly largerThan: number;
} | {
    readonly smallerThan: number;
});
/** Our own type: what is done to mail when it arrives. */
export interface MailFilter {
    readonly id: Id;
    readonly name: string;
    /** Filters are applied in ascending order. */
    readonly sortOrder: number;
    readonly isEnabled: boolean;
    readonly match: 'all' | 'any';
    readonly conditions: readonly MailFilterCondition[];
    /** Where matching messages go; the first filter that says so decides. */
    readonly mailboxId: Id | null;
    /** Added to them. */
    readonly keywords: Readonly<Record<string, true>>;
    /** Filters behind it are not applied to what it matches. */
    readonly isFinal: boolean;
    /** Addresses that get them too, 5 at most. */
    readonly forwardTo: readonly string[];
    /** What the sender gets to read, and nothing is delivered: one line of ASCII. */
    readonly reject: string | null;
}
