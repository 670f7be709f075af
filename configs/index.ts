export { devBase, devPort } from './webpack/dev-port.ts'
export { host } from './webpack/host.ts'
export { developmentVersion } from './webpack/release-name.ts'
export { remote } from './webpack/remote.ts'
