export { currentSurface, readSurface, releasedFolder } from './contract-surface.ts'
export { findNginx } from './find-programs.ts'
export { limitsPage, readLimits } from './read-limits.ts'
