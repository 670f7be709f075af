/** What the environment decides, checked once at start. */
export interface Config {
  /** 0 = any free port. */
  readonly port: number
  readonly host: string
  /** Absolute path. */
  readonly dataDir: string
  readonly smtpPort: number | null
  /** Lower case. New addresses are made below it. */
  readonly mailDomain: string
  readonly demo: boolean
  readonly signUp: boolean
  /** Where releases are: absolute path of a folder, or `s3://bucket/prefix`. */
  readonly store: string
  /** For a bucket, the variables that say where it is and who asks. Secret. */
  readonly storeAccess: Readonly<Record<string, string | undefined>>
  /** Public keys (Ed25519, base64url) the registry must be signed with; two while keys are being changed. */
  readonly registryKeys: readonly string[]
  /**
   * Folder of a shell that is being developed, which nobody has signed. Not read from the environment.
   * Default: the released one.
   */
  readonly devShell?: string
  /** Starts and ends with a slash. */
  readonly basePath: string
  /** Number of proxies in front, or their addresses and networks. */
  readonly trustProxy: false | number | readonly string[]
  /** `ATRIUM_` variables that nothing reads. */
  readonly unknown: readonly string[]
  /** `https://mail.example`, when it cannot be told from the request. */
  readonly publicOrigin: string | null
  /** Remote → why the operator has switched it off. */
  readonly disabled: ReadonlyMap<string, string>
  /** Groups of people, for canaries: name → addresses, `*@domain` for all of a domain. */
  readonly cohorts: ReadonlyMap<string, readonly string[]>
  /** Who may take a remote from a dev server in their own page: `local` is this machine alone. */
  readonly overridePolicy: 'off' | 'local' | 'any'
  /**
   * Remote → where a dev server has it (`http://localhost:4321/dev/`). Not read from the environment: only a
   * development tool sets it, and every page then has the relaxed policy. Default: none.
   */
  readonly overrides?: ReadonlyMap<string, string>
  /** Hosts that are not on the public internet and may still be asked for the pictures of a mail. */
  readonly imageHosts: ReadonlySet<string>
  /** Another JMAP server to use in place of the embedded one. */
  readonly jmapUpstream: string | null
  /** Name by which the receiving mail server signs what it found out about senders; null believes nobody. */
  readonly authServer: string | null
  /** Milliseconds. */
  readonly sessionIdle: number
  /** Milliseconds. */
  readonly sessionMaximum: number
  /** Failed sign-ins of one address from one client before each further one has to wait. */
  readonly freeSignIns: number
  /** Accounts that one client can make in an hour. */
  readonly signUpsPerHour: number
  /** Bytes an account may store. */
  readonly quota: number
  /** Bytes of the disk that are kept free. 0 = the disk is not looked at. */
  readonly diskReserve: number
  /** What is logged: faults of the server, also what was survived, also each request. */
  readonly log: 'silent' | 'error' | 'warn' | 'info'
}
