export default function Page() {
  return <p>The release before</p>
}
