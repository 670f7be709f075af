import { remote } from '@atrium/configs'

export default remote(import.meta.dirname)
