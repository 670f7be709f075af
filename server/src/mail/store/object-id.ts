/** Ids of one type as clients see them: a letter, so that none begins with a digit (RFC 8620 §1.2), and a number. */
export interface ObjectId {
  readonly format: (key: number) => string
  /** null when it cannot be an id of this type. */
  readonly parse: (id: string) => number | null
}

export const emailId = createObjectId('M')
export const threadId = createObjectId('T')
export const mailboxId = createObjectId('F')
export const identityId = createObjectId('I')
export const submissionId = createObjectId('S')

function createObjectId(letter: string): ObjectId {
  const pattern = new RegExp(`^${letter}([1-9][0-9]{0,14})$`)
  return {
    format: (key) => `${letter}${key}`,
    parse: (id) => {
      const digits = pattern.exec(id)?.[1]
      return digits === undefined ? null : Number(digits)
    },
  }
}
