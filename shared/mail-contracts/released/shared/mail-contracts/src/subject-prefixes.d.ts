export type SubjectPrefix = 'reply' | 'forward' | 'warning';
/**
 * Where what follows the prefixes at `start` begins; `start` when there is none.
 *
 * @param kinds Prefixes that are passed over. `RV:` and `VS:` are of both kinds.
 */
export declare function skipSubjectPrefixes(subject: string, kinds: readonly SubjectPrefix[], start?: number): number;
