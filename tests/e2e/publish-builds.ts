import { lastBuilds, publish, storeFolder } from '@atrium/tools'

/** The browser tests run against what was built last, from the store the server reads. */
export default function publishBuilds(): void {
  publish(storeFolder, lastBuilds())
}
