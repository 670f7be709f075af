// The compiler as a webpack loader; svelte-loader does the same and more.
module.exports = function compileSvelte(source) {
  const done = this.async()
  import('svelte/compiler')
    .then(({ compile }) => compile(source, { filename: this.resourcePath, generate: 'client', css: 'external' }))
    .then(({ js }) => done(null, js.code), done)
}
