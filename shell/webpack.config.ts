import { host } from '@atrium/configs'
import { contractVersions } from '@atrium/mail-contracts'

export default host(import.meta.dirname, { accepts: contractVersions })
