import type { SearchModules } from '@atrium/mail-contracts'
import { SearchBox } from '../search-box.tsx'

export default SearchBox

void ({ default: SearchBox } satisfies SearchModules['search/box'])
