import type { SearchModules } from '@atrium/mail-contracts'
import { SearchPage } from '../search-page.tsx'

export default SearchPage

void ({ default: SearchPage } satisfies SearchModules['search/page'])
