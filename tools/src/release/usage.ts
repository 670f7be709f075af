export const usage = `Usage: pnpm release <piece…> | <command>

  <piece…>                 builds remotes (or the shell) and releases them, all by one change: pnpm release inbox
      --canary PERCENT     to so many of a hundred people; who is in stays in while it grows
      --cohort A,B         to these groups of the gateway's configuration; with --canary to both
      --preview LABEL      to whoever follows a link with ?preview=<piece>:LABEL
      --from FOLDER        a build that is there already, instead of building

  promote NAME             makes the canary stable; --preview LABEL takes that preview; with --canary or --cohort
                           it becomes, or stays, a canary of that size
  rollback NAME            takes the canary back, or else stable to the release before
      --stable             stable, although there is a canary
      --to VERSION         to that one
      --preview LABEL      ends that preview
  disable NAME REASON      switches a remote off for everybody; enable NAME switches it on
  status                   who runs what
  history [NAME]           what changed, when, by whom
  gc [--age DAYS]          removes releases that nobody has been given for so long. Default: 30
  refresh                  signs the registry again: it expires after 90 days
  keys                     prints the public keys that a shell built here trusts
  keys make FILE           writes a new private key, prints its public key
  keys NAME KEY,…          says who may sign the releases of a piece
  resolve FILE|-           shows a stack trace in terms of the source

  --dry-run                says what would change, and changes nothing
  --reason TEXT            for the history
  --force                  against contracts, or a gateway's stop of a canary; uploads again what is there
  --store PLACE            a folder, or s3://bucket/prefix. Default: ATRIUM_STORE, else dist/store
`

/** Somebody typed something we do not understand. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
