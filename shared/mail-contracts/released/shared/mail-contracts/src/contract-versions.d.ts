/**
 * Versions of what each remote exposes that this source knows how to use.
 * A remote that is not listed is at contract 1: a page and nothing else.
 */
export declare const contractVersions: {
    readonly inbox: readonly [1];
    /** 2: `mail:sent` may come without the id of its submission. */
    readonly compose: readonly [1, 2];
    readonly search: readonly [1];
    readonly settings: readonly [1];
    readonly inspector: readonly [1];
};
export declare const acceptedContracts: (remote: string) => readonly number[];
