import all from './projects.mjs'

/** The tests that run in Node alone, for a tool that takes one project. */
const { projects, ...rest } = all
export default { ...rest, ...projects[0] }
