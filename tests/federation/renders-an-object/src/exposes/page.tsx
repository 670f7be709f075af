export default function Page() {
  return { text: 'no element' }
}
