import type { Email } from '@atrium/mail-contracts'
import { textOfHtml } from '@atrium/mail-html'

type Bodies = Pick<Email, 'textBody' | 'bodyValues'>

/** The text of a message; where it is HTML only, its words. */
export const plainBody = ({ textBody, bodyValues }: Bodies): string =>
  textBody
    .flatMap(({ partId, type }) => {
      const value = partId === null ? undefined : bodyValues[partId]?.value
      if (value === undefined) return []
      return [type === 'text/html' ? textOfHtml(value) : value.replace(/\r\n?/g, '\n')]
    })
    .join('\n')
    .trimEnd()

/** Whether more of it is at the server than was read. */
export const isCut = ({ textBody, bodyValues }: Bodies): boolean =>
  textBody.some(({ partId }) => partId !== null && bodyValues[partId]?.isTruncated === true)

/** Whether it has a look that plain text cannot keep. */
export const hasFormatting = ({ textBody, htmlBody }: Pick<Email, 'textBody' | 'htmlBody'>): boolean =>
  [...textBody, ...htmlBody].some(({ type }) => type === 'text/html')
