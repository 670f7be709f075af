import '@atrium/mail'
import '@atrium/ui'
import '@atrium/workspace'
