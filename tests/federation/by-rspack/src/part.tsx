/** In a chunk of its own. */
export default function Part({ name }: { readonly name: string }) {
  return <p>a lazy chunk for {name}</p>
}
