export { isOver } from './analyze/analysis.ts'
export { analyzeBuilds } from './analyze/command.ts'
export { benchPage } from './bench/bench-page.ts'
export { changeOneLine } from './bench/change-one-line.ts'
export {
  atMost,
  atMostMore,
  compare,
  figureOf,
  isMissed,
  measureReturn,
  measureVisits,
  newVisitor,
  printTable,
  visit,
  type Measured,
  type MeasuredSite,
  type Series,
  type Sites,
} from './bench/measure.ts'
export { buildPackages, lastBuilds, localBuilds, type Build } from './builds.ts'
export { buildDevelopmentHost, type DevelopmentServer, type DevelopmentSite, type RunningSite } from './dev.ts'
export { registrySigners, teamSigner, trustedKeys, withoutKeys } from './keys.ts'
export { publish } from './publish.ts'
