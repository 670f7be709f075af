import { AtriumError } from '@atrium/protocol'

/** Library → version → its provider: the part of a federation share scope that is looked at here. */
export type ShareScope = Readonly<
  Record<string, Readonly<Record<string, { readonly from?: string; readonly useIn?: readonly string[] }>>>
>

/** The copies in a share scope at this moment, known by identity. */
export const copiesIn = (scope: ShareScope): WeakSet<object> =>
  new WeakSet(Object.values(scope).flatMap((versions) => Object.values(versions)))

/**
 * Every shared library has one owner, the host. Made before any remote has run, it knows the host's own
 * copies, and from then on refuses what a remote adds or puts in their place: two Reacts share no
 * context, two stores read nothing of each other.
 *
 * Copies are known by identity. `from` does not tell the provider: the runtime writes into it whoever
 * was first to load a library lazily.
 */
export function singleOwner(scope: ShareScope) {
  const own = copiesIn(scope)
  /** @throws AtriumError SECOND_COPY, naming library, version and who brought it. */
  return (now: ShareScope): void => {
    const foreign = Object.entries(now).flatMap(([library, versions]) =>
      Object.entries(versions)
        .filter(([, copy]) => !own.has(copy))
        .map(([version, { from }]) => `${library} ${version} from ${from ?? 'an unnamed bundle'}`),
    )
    if (foreign.length === 0) return
    throw new AtriumError('SECOND_COPY', {
      subject: foreign.join('; '),
      remedy: 'Build the remote with the factory of @atrium/configs, which takes shared libraries from the host.',
    })
  }
}
