import type { PageModule, ViewModule } from '@atrium/protocol';
export interface SearchBoxProps {
    readonly query: string;
    readonly onSubmit: (query: string) => void;
    /** Take the focus when drawn, because the person is already typing. Default: false. */
    readonly autoFocus?: boolean;
}
/** What `search` exposes. */
export interface SearchModules {
    'search/page': PageModule;
    'search/box': ViewModule<SearchBoxProps>;
}
