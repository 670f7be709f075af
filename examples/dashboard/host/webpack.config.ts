import { host } from '@atrium/configs'

export default host(import.meta.dirname)
