/** A release this page has touched, and what became of it. */
export interface InspectedRemote {
    readonly name: string;
    readonly version: string;
    /** URL below which its files lie, with a slash at its end. */
    readonly base: string;
    /** Federated names that were loaded from it. */
    readonly modules: readonly string[];
    /** How many of its views are rendered now. */
    readonly mounted: number;
    /** From request to module, of the slowest module. */
    readonly milliseconds: number;
    /** Its last failure, or null when it came after all. */
    readonly failure: {
        readonly code: string;
        readonly reference: string;
        readonly message: string;
    } | null;
}
/** One copy of a shared library. */
export interface SharedCopy {
    readonly library: string;
    readonly version: string;
    /** Bundle that provides it. */
    readonly from: string;
    /** Bundles that use it. */
    readonly usedBy: readonly string[];
}
/** Why a remote is not to be loaded in this page. */
export interface RemoteOff {
    readonly name: string;
    readonly reason: 'address' | 'failures' | 'operator';
}
/** What a developer may do to a remote: lose its files, delay them, or change their bytes. */
export type InjectedFault = 'kill' | 'slow' | 'corrupt';
/** What was reported against the page's policies, by kind, since the server started. */
export interface ReportedViolations {
    readonly total: number;
    readonly kinds: Readonly<Record<string, number>>;
}
/** A slot, and what is in it. */
export interface InspectedSlot {
    readonly name: string;
    /** In their order: federated names, with the export where that is not `default`. */
    readonly contributions: readonly string[];
}
/** A flag as it is in this page. */
export interface InspectedFlag {
    readonly name: string;
    readonly on: boolean;
    /** `everyone`, `20 %`, `group beta`; of one that the host's own code sets, `host`. */
    readonly why: string;
}
/** A source that the policy of this page permits beside the rest. */
export interface InspectedGrant {
    readonly remote: string;
    /** `connect`, `img`, `trustedTypes`, … */
    readonly kind: string;
    readonly source: string;
}
/** What the host provides to the inspector. */
export interface InspectorSource {
    /** Calls the listener on every change until the returned function is called. */
    readonly subscribe: (listener: () => void) => () => void;
    /** The same array until something has changed. */
    readonly remotes: () => readonly InspectedRemote[];
    /** The same array until something has changed. */
    readonly off: () => readonly RemoteOff[];
    readonly shared: () => readonly SharedCopy[];
    /** Slots with something in them. Default: this host is older, and has no list. */
    readonly slots?: (() => readonly InspectedSlot[]) | undefined;
    /** The same array until something has changed. Default: this host is older, and has no list. */
    readonly flags?: (() => readonly InspectedFlag[]) | undefined;
    /** What the operator has granted remotes in this page. Default: this host is older, and has no list. */
    readonly grants?: (() => readonly InspectedGrant[]) | undefined;
    /** Requested from the server. Rejects when it does not respond. */
    readonly violations: () => Promise<ReportedViolations>;
    /** Makes a fault at the next load of a remote; null heals it. Only in development. */
    readonly inject?: ((remote: string, fault: InjectedFault | null) => void) | undefined;
}
export interface InspectorPanelProps {
    readonly source: InspectorSource;
    readonly onClose: () => void;
}
