// What mail programs of other languages put before the subject of an answer.
const answered = /^\s*(re|aw|antw|antwort|sv|vs|rv|odp|res|ynt|vá|r|回复|回覆|答复|תשובה|رد)(\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*/i
const forwarded = /^\s*(fwd?|wg|tr|enc|rv|vb|vs|doorst|i|pd|továbbítás|转发|轉寄)(\[\d+\])?\s*[:：]\s*/i

const strip = (subject: string, prefix: RegExp): string => {
  let rest = subject
  while (prefix.test(rest)) rest = rest.replace(prefix, '')
  return rest.trim()
}

/** `Re:` once, whatever stood there before. It is not translated: programs look for it. */
export const replySubject = (subject: string | null): string => `Re: ${strip(subject ?? '', answered)}`.trim()

export const forwardSubject = (subject: string | null): string => `Fwd: ${strip(subject ?? '', forwarded)}`.trim()
