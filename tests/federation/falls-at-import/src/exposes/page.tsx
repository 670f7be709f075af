throw new Error('This module fails while it is evaluated')

export default function Page() {
  return null
}
