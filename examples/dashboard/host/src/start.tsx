import '@atrium/host/watch-second-react' // first: before react-dom
import { createHost, keepRoot, readBoot, remoteSlots, startTelemetry } from '@atrium/host'
import { createBootSchema } from '@atrium/protocol'
import { beginSession, provideHost, setBasePath } from '@atrium/remote/host'
import { createRoot } from 'react-dom/client'
import { App, Failure, SignIn, Skeleton } from './app.tsx'

const boot = readBoot(createBootSchema())
setBasePath(boot.basePath)
const host = createHost({
  boot,
  publicKeys: ATRIUM_REGISTRY_KEYS,
  landingRemote: 'incidents',
  views: { Skeleton, Failure },
})
provideHost({ load: host.load, slots: remoteSlots, savePreferences: async () => undefined })
if (boot.session) beginSession(boot.session)
startTelemetry()
const root = document.getElementById('atrium-root')
if (root) {
  keepRoot(root)
  createRoot(root).render(boot.session ? <App host={host} name={boot.session.name} /> : <SignIn />)
}
