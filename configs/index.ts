export { handBuilt, type HandBuilt } from './webpack/hand-built.ts'
export { host } from './webpack/host.ts'
export { remote } from './webpack/remote.ts'
