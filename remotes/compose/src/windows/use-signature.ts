import type { Identity } from '@atrium/mail-contracts'
import { useEffect, useRef } from 'react'
import { patchDraft, useComposers } from '../composer/composers.ts'
import { withSignature } from '../draft/signature.ts'

/** Puts the signature below a new message that nobody has written in yet. */
export const useSignature = (identities: readonly Identity[]): void => {
  const composers = useComposers(({ list }) => list)
  const signed = useRef(new Set<string>())
  const signature = identities[0]?.textSignature ?? ''
  useEffect(() => {
    if (identities.length === 0) return
    for (const { key, request, draft, save } of composers) {
      if (signed.current.has(key)) continue
      signed.current.add(key)
      const untouched = request.kind === 'new' && save.status === 'clean' && draft.text === (request.text ?? '')
      if (untouched && signature !== '') patchDraft(key, { text: withSignature(draft.text, signature) })
    }
  }, [composers, identities, signature])
}
