import { AtriumError } from '@atrium/contracts'

/** Library → version → who provides it: the part of a federation share scope that is looked at here. */
export type ShareScope = Readonly<Record<string, Readonly<Record<string, { readonly from?: string }>>>>

/** Name of the host in the share scope. */
export const hostName = 'shell'

/** One line for each copy of a shared library beside the host's own. */
export function foreignCopies(scope: ShareScope): string[] {
  return Object.entries(scope).flatMap(([library, versions]) =>
    Object.entries(versions)
      .filter(([, { from }]) => from !== hostName)
      .map(([version, { from }]) => `${library} ${version} from ${from ?? 'an unnamed bundle'}`),
  )
}

/**
 * Every shared library has one owner, the host. A remote that brings its own copy is refused:
 * two Reacts share no context, two stores read nothing of each other.
 *
 * @throws AtriumError SECOND_COPY, naming library, version and who brought it.
 */
export function assertSingleOwner(scope: ShareScope): void {
  const foreign = foreignCopies(scope)
  if (foreign.length === 0) return
  throw new AtriumError('SECOND_COPY', {
    subject: foreign.join('; '),
    remedy: 'Build the remote with the factory of @atrium/configs, which takes shared libraries from the host.',
  })
}
