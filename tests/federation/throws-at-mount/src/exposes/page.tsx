export default function Page() {
  throw new Error('This component fails while it renders')
}
