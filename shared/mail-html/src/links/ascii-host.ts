import { limits } from '../limits.ts'

/**
 * A host name as browsers write it: lower case, in ASCII. Null when it is none. Its length is looked
 * at first: IDNA takes time that grows with the square of the length.
 */
export const asciiHost = (host: string): string | null => {
  if (host === '' || host.length > limits.host) return null
  try {
    return new URL(`http://${host}/`).hostname
  } catch {
    return null
  }
}
