import { AtriumError } from '@atrium/protocol'

const claims = Symbol.for('atrium.singletons')

type Claims = Map<string, string>

/** Which part of the stack names the bundle that evaluates this module. */
const caller = (): string => /https?:\/\/\S+?(?=:\d+:\d+)/.exec(new Error().stack ?? '')?.[0] ?? 'an unnamed bundle'

/**
 * A module that must exist once in the page calls this when it is evaluated.
 * Two copies of a store read nothing of each other, silently; here the second one ends loudly.
 *
 * @throws AtriumError SECOND_COPY, naming both bundles.
 */
export function claimSingleton(name: string): void {
  const scope = globalThis as { [claims]?: Claims }
  const taken = (scope[claims] ??= new Map())
  const first = taken.get(name)
  if (first !== undefined) {
    throw new AtriumError('SECOND_COPY', {
      subject: `${name}, first from ${first}, again from ${caller()}`,
      remedy: 'Build the remote with the factory of @atrium/configs, which takes shared libraries from the host.',
    })
  }
  taken.set(name, caller())
}
