import { hrefOf } from '@atrium/remote'

/** Address of one of the gateway's `paths`, below the site's prefix. */
export const siteUrl = (path: string): string => hrefOf(path)
