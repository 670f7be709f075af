import type { PageModule } from './view.ts';
/** What `settings` exposes. */
export interface SettingsModules {
    'settings/page': PageModule;
}
