// Development only: texts reach most modules of a remote, and most are no components, so an edited catalogue
// would load the page anew. Instead it takes the place of the one in use, and what draws texts draws again.
module.exports = function (source, map) {
  const code = `${source}
import { replaceMessages as replaceMessagesInUse } from '@atrium/remote'
if (import.meta.webpackHot) {
  const inUse = import.meta.webpackHot.data?.catalogues ?? []
  for (const catalogue of inUse) replaceMessagesInUse(catalogue, messages)
  import.meta.webpackHot.dispose((data) => {
    data.catalogues = [...inUse, messages]
  })
  import.meta.webpackHot.accept()
}
`
  this.callback(null, code, map)
}
