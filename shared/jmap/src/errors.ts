import { AtriumError, type ErrorFacts } from '@atrium/protocol'
import { jmapErrorCodes } from './types.ts'

type JmapErrorTitles = typeof jmapErrorCodes

declare module '@atrium/protocol/register' {
  interface ProductErrorCodes extends JmapErrorTitles {}
}

/** An `AtriumError` with a code of the JMAP client. */
export class JmapError extends AtriumError {
  constructor(code: keyof JmapErrorTitles, about: Omit<ErrorFacts, 'title'>) {
    super(code, { ...about, title: jmapErrorCodes[code] })
  }
}
