/** Never shown, though the page knows it: it is what guards the session's requests. */
const secret = /^csrf$/

/** A value on one line. Functions by name, secrets as dots. */
export function showValue(value: unknown): string {
  const shown = JSON.stringify(value, (key, part: unknown) => {
    if (secret.test(key)) return '•••'
    return typeof part === 'function' ? 'ƒ' : part
  })
  return shown ?? 'undefined'
}
