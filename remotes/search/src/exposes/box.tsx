import type { SearchModules } from '@atrium/mail-contracts'
import { SearchBox } from '../box/search-box.tsx'

export default SearchBox

void ({ default: SearchBox } satisfies SearchModules['search/box'])
