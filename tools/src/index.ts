export { buildPieces } from './build-pieces.ts'
export { currentSurface, readSurface, releasedFolder } from './contract-surface.ts'
export { publish, type Build } from './publish.ts'
export { lastBuilds, pieces, storeFolder } from './workspace.ts'
