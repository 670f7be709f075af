// Development only: texts reach most modules of a remote, and most are not components, so an edited catalogue would
// reload the page. Instead it replaces the one in use, and what shows texts renders again.
module.exports = function (source, map) {
  const [, name] = /export (?:const (\w+)\b|\{\s*(?:\w+ as )?(\w+)\s*\})/.exec(source) ?? []
  if (name === undefined) return void this.callback(null, source, map)
  const code = `${source}
import { replaceStrings as replaceStringsInUse } from '@atrium/remote'
if (import.meta.webpackHot) {
  const inUse = import.meta.webpackHot.data?.catalogues ?? []
  for (const catalogue of inUse) replaceStringsInUse(catalogue, ${name})
  import.meta.webpackHot.dispose((data) => {
    data.catalogues = [...inUse, ${name}]
  })
  import.meta.webpackHot.accept()
}
`
  this.callback(null, code, map)
}
