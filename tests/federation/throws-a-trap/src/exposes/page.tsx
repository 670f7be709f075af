/** An error that throws again when it is inspected. */
class Trap extends Error {
  override get name(): string {
    throw new Error('trapped by the name')
  }

  override get message(): string {
    throw new Error('trapped by the message')
  }
}

export default function Page(): never {
  throw new Trap()
}
