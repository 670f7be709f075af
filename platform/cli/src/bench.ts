// `@atrium/cli/bench`: measures two sites in a browser. It needs `@playwright/test`, which is installed beside it.
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
