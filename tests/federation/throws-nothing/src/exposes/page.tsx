export default function Page(): never {
  throw undefined
}
