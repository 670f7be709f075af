export const usage = `Usage: pnpm atrium <command>

  account add ADDRESS [--name NAME] [--password PASSWORD]
      Makes an account. ADDRESS is a local part (ada) or a full address at the server's domain.
      Without --password it is asked for, or read from standard input when that is not a terminal.

  import ACCOUNT FILE.mbox|DIR [--mailbox NAME] [--unread]
      Brings mail into an account, by default as read mail into its inbox. Can be stopped and run again;
      what is there is not taken twice.

  --help
      Shows this.

Reads the same variables as the server: DATA_DIR (default ./data), ATRIUM_MAIL_DOMAIN (default atrium.test).
`

/** Somebody typed something we do not understand. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
