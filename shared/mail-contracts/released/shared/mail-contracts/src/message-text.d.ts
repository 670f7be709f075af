/**
 * Undoes `format=flowed` (RFC 3676): lines that end in a blank are joined with what follows, in quotes of any depth
 * too. Quotes keep their signs, with one blank behind them; a line of the writer's own that begins with a sign keeps the
 * blank before it, so that it is not taken for a quote.
 *
 * @param text Lines end with LF.
 * @param contentType The Content-Type field; text that is not `format=flowed` by it is returned as it is.
 */
export declare function unflowText(text: string, contentType: string | null): string;
export type SubjectPrefix = 'reply' | 'forward' | 'warning';
/**
 * Where what follows the prefixes at `start` begins; `start` when there is none.
 *
 * @param kinds Prefixes that are passed over. `RV:` and `VS:` are of both kinds.
 */
export declare function skipSubjectPrefixes(subject: string, kinds: readonly SubjectPrefix[], start?: number): number;
