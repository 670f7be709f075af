// What mail programs of other languages put before the subject of an answer.
const answered = /\s*(re|aw|antw|antwort|sv|vs|rv|odp|res|ynt|vá|r|回复|回覆|答复|תשובה|رد)(\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*/iy
const forwarded = /\s*(fwd?|wg|tr|enc|rv|vb|vs|doorst|i|pd|továbbítás|转发|轉寄)(\[\d+\])?\s*[:：]\s*/iy

/** RFC 5322 §2.1.1 ends a line at 998; a longer subject is cut. */
const longest = 2000

/** The subject without prefixes, each of which is read once. */
const strip = (subject: string, prefix: RegExp): string => {
  const text = subject.slice(0, longest)
  let end = 0
  for (prefix.lastIndex = 0; prefix.test(text); ) end = prefix.lastIndex
  return text.slice(end).trim()
}

/** `Re:` once, whatever stood there before. It is not translated: programs look for it. */
export const replySubject = (subject: string | null): string => `Re: ${strip(subject ?? '', answered)}`.trim()

export const forwardSubject = (subject: string | null): string => `Fwd: ${strip(subject ?? '', forwarded)}`.trim()
