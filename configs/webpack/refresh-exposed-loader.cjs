// Development only: what a remote exposes is handed out through a module that takes updates.
// Those that React Refresh applies in place never come here. What is left: a module that draws and
// nothing else is drawn anew, the page around it lives on; anything else reloads the page.
module.exports = (source) => source

module.exports.pitch = function (request) {
  const exposed = JSON.stringify(request.replace(/\?exposed$/, ''))
  return `
const { liveView } = require(${JSON.stringify(require.resolve('./refresh-view.js'))})
const first = require(${exposed})
const onlyDraws = Object.keys(first).join() === 'default' && typeof first.default === 'function'
if (module.hot && onlyDraws) {
  const { View, replace } = liveView(first.default)
  module.exports = { default: View }
  module.hot.accept(${exposed}, () => replace(require(${exposed}).default))
} else module.exports = first
`
}
