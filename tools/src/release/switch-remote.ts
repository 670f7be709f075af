import { listed } from './listed.ts'
import { carryOut, type Work } from './work.ts'

/** Switches a remote off for everybody, with the reason they are shown, or on again. */
export async function switchRemote(work: Work, name: string, reason: string | undefined): Promise<void> {
  if (name === 'shell') throw new Error('the shell is what shows everything: it cannot be switched off')
  await carryOut(work, {
    command: reason === undefined ? 'enable' : 'disable',
    async apply(listings) {
      const { disabled: _, ...listing } = listed(listings, name)
      return { ...listings, [name]: reason === undefined ? listing : { ...listing, disabled: reason } }
    },
  })
}
