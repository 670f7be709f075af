/**
 * Fields in which an event does not have the shape it promises; empty when it has. Of a kind that this
 * release does not know nothing is said: it is between those who do.
 */
export declare function wrongEventFields(name: string, detail: unknown): string[];
