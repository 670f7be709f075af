/** As much of `XMLHttpRequest` as an upload uses, driven by the test; for `createRequest` of `MailOptions`. */
export class FakeUpload extends EventTarget {
  readonly upload = new EventTarget()
  readonly opened: string[] = []
  readonly headers: Record<string, string> = {}
  status = 0
  responseText = ''
  sent: Blob | null = null
  aborted = false

  open(...args: string[]): void {
    this.opened.push(...args)
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value
  }

  send(file: Blob): void {
    this.sent = file
  }

  abort(): void {
    this.aborted = true
    this.dispatchEvent(new Event('abort'))
  }

  respond(status: number, body: unknown): void {
    this.status = status
    this.responseText = JSON.stringify(body)
    this.dispatchEvent(new Event('load'))
  }
}
