import { paths } from '@atrium/protocol'
import { ownerOf, startTelemetry, type Owner } from '@atrium/telemetry'
import { on } from '@atrium/remote'
import { whenIdle } from '../federation/when-idle.ts'
import { siteUrl } from '../site.ts'

/** Tells the gateway what failed and how fast the page was, each with the remote it came from. */
export function reportToGateway(): void {
  // This very line lies in the shell's release.
  let page: Owner = ownerOf(new Error('here'))
  const reporter = startTelemetry({ url: siteUrl(paths.reports), current: () => page, later: (run) => void whenIdle(run) })
  reporter.report({ type: 'use', ...page })
  on('remote:mounted', ({ remote, release, module }) => {
    if (!module.endsWith('/page')) return
    page = { remote, release }
    reporter.report({ type: 'use', remote, release })
  })
  on('remote:failed', (failure) => reporter.report({ type: 'error', ...failure }))
}
