import './federation/watch-second-react.ts'
import { mailEvents, type Boot } from '@atrium/mail-contracts'
import { beginSession, defineEvents, provideHost, serveBelow } from '@atrium/remote'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { readBoot } from './boot.ts'
import { keepRoot } from './keep-root.ts'
import { startFederation } from './federation/start-federation.ts'
import { askSession, changePassword, renewTokensBy, savePreferences } from './session/gateway.ts'
import { followSession, renewCsrf } from './session/follow-session.ts'
import { leave } from './session/leave.ts'
import { watchConnection } from './session/watch-connection.ts'
import { reportToGateway } from './telemetry/report-to-gateway.ts'
import { warmUp } from './warm-up.ts'
import { noticingComposer } from './slots/composer.ts'

function start(boot: Boot): void {
  defineEvents(mailEvents)
  const federation = startFederation(boot)
  provideHost({
    load: noticingComposer(federation.load),
    savePreferences,
    actions: { changePassword, signOutEverywhere: () => leave('everywhere') },
  })
  if (boot.session) beginSession(boot.session)
  renewTokensBy(renewCsrf)
  followSession()
  // Before anything is drawn: what is mounted or fails from now on is heard.
  reportToGateway()
  const root = document.getElementById('atrium-root')
  if (root) {
    keepRoot(root)
    createRoot(root).render(<App boot={boot} federation={{ ...federation, load: noticingComposer(federation.load) }} />)
  }
  warmUp()
}

const boot = readBoot()
serveBelow(boot.basePath)
watchConnection()
// Not awaited otherwise: a page that knows its person draws in its first turn.
if (boot.asksForSession) void askSession().then((session) => start({ ...boot, session }))
else start(boot)
