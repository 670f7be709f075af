// What programs put before a subject when they answer or forward, in the languages they are written for.
const answer =
  /^(?:re|aw|antw|sv|vs|r|rv|ref|odp|ynt|ang|fw|fwd|wg|enc|tr|i|rif|doorst|vb|ots|enviado|回复|回覆|答复|转发|轉寄|返信|転送|رد|إعادة توجيه|השב)\s*(?:\[\d{1,4}\]|\(\d{1,4}\))?\s*[:：]\s*/iu
const listTag = /^\[[^[\]]{1,80}\]\s*/u

/**
 * A subject without "Re:", "[list]", "(fwd)" and the like (RFC 5256 §2.1), in lower case and with single
 * spaces: two messages of one conversation have the same.
 */
export function baseSubject(subject: string): string {
  let text = subject.slice(0, 1000).replace(/\s+/gu, ' ').trim()
  for (let round = 0; round < 50; round += 1) {
    const next = strip(text)
    if (next === text) break
    text = next
  }
  return text.normalize('NFC').toLowerCase()
}

function strip(text: string): string {
  const trailing = text.replace(/\s*\(fwd\)\s*$/iu, '')
  if (trailing !== text) return trailing
  const wrapped = /^\[fwd:\s*(.*)\]$/isu.exec(text)
  if (wrapped) return wrapped[1] ?? ''
  const shorter = text.replace(answer, '')
  if (shorter !== text) return shorter
  const untagged = text.replace(listTag, '')
  // A subject that is nothing but a tag keeps it.
  return untagged === '' ? text : untagged
}
