const local = /^[^\s@<>()[\]\\,;:"]+$/u
const label = /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u

const isDomain = (domain: string): boolean => {
  const labels = domain.split('.')
  return (labels.length > 1 || domain.toLowerCase() === 'localhost') && labels.every((one) => label.test(one))
}

/** Whether mail can be sent there, as far as its form tells (RFC 5321 §4.1.2, RFC 6531; no quoted local parts). */
export const isAddress = (email: string): boolean => {
  const at = email.lastIndexOf('@')
  const name = email.slice(0, at)
  if (at < 1 || email.length > 254 || name.length > 64) return false
  return local.test(name) && !/^\.|\.\.|\.$/.test(name) && isDomain(email.slice(at + 1))
}
