import '@atrium/host/watch-second-react'
import { createHost, keepRoot, readBoot, remoteSlots, startTelemetry, whenIdle } from '@atrium/host'
import { acceptedContracts, bootSchema, mailEvents, moduleShapes, type MailBoot } from '@atrium/mail-contracts'
import { showToast, translator } from '@atrium/remote'
import { beginSession, defineEvents, provideHost, setBasePath } from '@atrium/remote/host'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { flags, landingRemote } from './composition.ts'
import { RemoteMessage, RemoteSkeleton } from './frame/remote-states.tsx'
import { followSession, renewCsrf } from './session/follow-session.ts'
import { askSession, changePassword, renewTokensBy, savePreferences } from './session/gateway.ts'
import { leave } from './session/leave.ts'
import { strings } from './strings.ts'

const openHost = (boot: MailBoot) =>
  createHost({
    boot,
    publicKeys: ATRIUM_REGISTRY_KEYS,
    views: { Skeleton: RemoteSkeleton, Failure: RemoteMessage },
    landingRemote,
    flags,
    acceptedContracts,
    moduleShapes,
    onStorageUnavailable: () =>
      showToast({
        tone: 'neutral',
        text: translator(strings, document.documentElement.lang || 'en')('storageUnavailable'),
        duration: 0,
      }),
  })

/**
 * What the page does not need at first, but soon. The import of `mail-html` also makes it a library the
 * host provides: federation offers only what the host itself imports.
 */
function loadWhenIdle(): void {
  whenIdle(() => {
    void import('@atrium/mail-html')
    void import('./draft-note.ts').then(({ mountDraftNote }) =>
      mountDraftNote(document.body, document.documentElement.lang),
    )
  })
}

/** Not downloaded before the settings need it. */
const access = () => import('./session/account-access.ts')

function start(boot: MailBoot): void {
  defineEvents(mailEvents)
  const host = openHost(boot)
  provideHost({
    load: host.load,
    savePreferences,
    slots: remoteSlots,
    actions: {
      changePassword,
      signOutEverywhere: () => leave('everywhere'),
      listDevices: async () => (await access()).listDevices(),
      signOutDevice: async (id) => (await access()).signOutDevice(id),
      listAppPasswords: async () => (await access()).listAppPasswords(),
      createAppPassword: async (request) => (await access()).createAppPassword(request),
      revokeAppPassword: async (id) => (await access()).revokeAppPassword(id),
    },
  })
  if (boot.session) beginSession(boot.session)
  renewTokensBy(renewCsrf)
  followSession()
  // Before anything is rendered, so that what mounts or fails from now on is reported.
  startTelemetry()
  const root = document.getElementById('atrium-root')
  if (root) {
    keepRoot(root)
    createRoot(root).render(<App boot={boot} host={host} />)
  }
  loadWhenIdle()
}

const boot = readBoot(bootSchema)
setBasePath(boot.basePath)
// Not awaited otherwise: a page that knows its user renders in its first turn.
if (boot.asksForSession) void askSession().then((session) => start({ ...boot, session }))
else start(boot)
