import { paths } from '@atrium/contracts'
import { startTelemetry, type Owner } from '@atrium/telemetry'
import { on } from '@atrium/workspace'
import { siteUrl } from '../site.ts'

/** Tells the gateway what failed and how fast the page was, each with the remote it came from. */
export function reportToGateway(): void {
  let page: Owner = { remote: 'shell', release: '' }
  const reporter = startTelemetry({ url: siteUrl(paths.reports), current: () => page })
  on(
    'remote:mounted',
    ({ remote, release, module }) => {
      if (module.endsWith('/page')) page = { remote, release }
    },
    { replay: true },
  )
  on('remote:failed', (failure) => reporter.report({ type: 'error', ...failure }), { replay: true })
}
