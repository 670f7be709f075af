// Jest runs our ES modules as CommonJS: types are stripped, `import.meta.dirname` and
// `import.meta.filename` become what CommonJS calls them.
const { createTransformer } = require('babel-jest').default
const { compileStrings } = require('../webpack/compile-strings.ts')

const importMeta = ({ types: t }) => ({
  visitor: {
    MemberExpression(path) {
      const { object, property } = path.node
      if (object.type !== 'MetaProperty' || property.type !== 'Identifier') return
      if (property.name === 'dirname') path.replaceWith(t.identifier('__dirname'))
      if (property.name === 'filename') path.replaceWith(t.identifier('__filename'))
    },
  },
})

module.exports = createTransformer({
  babelrc: false,
  configFile: false,
  presets: [
    [require.resolve('@babel/preset-env'), { targets: { node: 'current' }, modules: 'commonjs' }],
    require.resolve('@babel/preset-typescript'),
  ],
  // Elsewhere `<Row>(…) => …` is a generic function, not an element.
  overrides: [{ test: /\.[jt]sx$/, presets: [[require.resolve('@babel/preset-react'), { runtime: 'automatic' }]] }],
  plugins: [importMeta, compileStrings],
})
