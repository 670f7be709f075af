import all from './projects.mjs'

/** The tests of what runs in a browser alone, for a tool that takes one project. */
const { projects, ...rest } = all
export default { ...rest, ...projects[1] }
