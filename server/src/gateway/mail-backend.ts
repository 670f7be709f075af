/** Who a request to the mail server comes from. The gateway has verified it. */
export interface MailUser {
  /** JMAP account id. */
  readonly accountId: string
  readonly address: string
  readonly name: string
  /** `authorization` header an upstream server wants. Absent for the embedded one. */
  readonly authorization?: string
}

/** A JMAP server: the embedded one in process, or any other over HTTP. */
export interface MailBackend {
  /**
   * Answers one request. The path of `request.url` is always below the base path (`/jmap/session`,
   * `/jmap/api`, …); its origin means nothing. `request.signal` aborts when the client has gone.
   * The body of either side is streamed and read once.
   */
  readonly fetch: (request: Request, user: MailUser) => Promise<Response>
}
