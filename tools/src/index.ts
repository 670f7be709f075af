export { buildPieces } from './build-pieces.ts'
export { publish } from './publish.ts'
export { pieces, storeFolder } from './workspace.ts'
