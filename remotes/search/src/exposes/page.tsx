import type { SearchModules } from '@atrium/contracts'
import { SearchPage } from '../page/search-page.tsx'

export default SearchPage

void ({ default: SearchPage } satisfies SearchModules['search/page'])
