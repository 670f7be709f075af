// A loader for the bundler: our sources need nothing but their types taken out.
const { stripTypeScriptTypes } = require('node:module')

module.exports = (source) => stripTypeScriptTypes(source)
