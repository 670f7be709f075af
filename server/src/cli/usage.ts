export const usage = `Usage: pnpm atrium <command>

  account add ADDRESS [--name NAME] [--password PASSWORD]
      Creates an account. ADDRESS is a local part (ada) or a full address at the server's domain.
      Without --password, prompts for it, or reads standard input when that is not a terminal.

  import ACCOUNT FILE.mbox|DIR [--mailbox NAME] [--unread]
      Imports mail into an account, by default as read mail into its inbox. Can be stopped and run again:
      messages that were imported before are skipped.

  queue list
  queue retry|drop SUBMISSION [RECIPIENT]
      Mail for other servers that waits, has failed or whose fate is unknown; tries it again, or removes it.

  dkim
      Prints the DNS record of the key that signs outgoing mail.

  --help
      Shows this help.

Reads the same variables as the server: DATA_DIR (default ./data), ATRIUM_MAIL_DOMAIN (default atrium.test).
`

/** The command line is wrong. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
