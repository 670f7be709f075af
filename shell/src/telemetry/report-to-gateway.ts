import { paths } from '@atrium/contracts'
import { ownerOf, startTelemetry, type Owner } from '@atrium/telemetry'
import { on } from '@atrium/workspace'
import { siteUrl } from '../site.ts'

/** Tells the gateway what failed and how fast the page was, each with the remote it came from. */
export function reportToGateway(): void {
  let page: Owner = { remote: 'shell', release: '' }
  const reporter = startTelemetry({ url: siteUrl(paths.reports), current: () => page })
  // This very line lies in the shell's release.
  reporter.report({ type: 'use', ...ownerOf(new Error('here')) })
  on(
    'remote:mounted',
    ({ remote, release, module }) => {
      if (!module.endsWith('/page')) return
      page = { remote, release }
      reporter.report({ type: 'use', remote, release })
    },
    { replay: true },
  )
  on('remote:failed', (failure) => reporter.report({ type: 'error', ...failure }), { replay: true })
}
