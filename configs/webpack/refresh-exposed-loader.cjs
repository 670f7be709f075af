// Development only: wraps what a remote exposes in a module that accepts updates.
// Updates that React Refresh applies in place never come here. Of the rest, a module that only exports a component is
// rendered again and the page around it stays; anything else reloads the page.
module.exports = (source) => source

module.exports.pitch = function (request) {
  const exposed = JSON.stringify(request.replace(/\?exposed$/, ''))
  return `
const { liveView } = require(${JSON.stringify(require.resolve('./refresh-view.js'))})
const first = require(${exposed})
const isComponent = Object.keys(first).join() === 'default' && typeof first.default === 'function'
if (module.hot && isComponent) {
  const { View, replace } = liveView(first.default)
  module.exports = { default: View }
  module.hot.accept(${exposed}, () => replace(require(${exposed}).default))
} else module.exports = first
`
}
