Reflect.set(globalThis, 'ranContractTooNew', true)

export default function Page() {
  return <p>From the future</p>
}
