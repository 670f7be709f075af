export { buildPieces } from './build-pieces.ts'
export { publish, type Build } from './publish.ts'
export { lastBuilds, pieces, storeFolder } from './workspace.ts'
