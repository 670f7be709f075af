export const usage = `Usage: pnpm atrium <command>

  account add ADDRESS [--name NAME] [--password PASSWORD]
      Creates an account. ADDRESS is a local part (ada) or a full address at the server's domain.
      Without --password, prompts for it, or reads standard input when that is not a terminal.

  import ACCOUNT FILE.mbox|DIR [--mailbox NAME] [--unread]
      Imports mail into an account: an mbox, one message, or a folder of those or of Maildirs, packed by gzip or not.
      Folders become mailboxes, unless NAME says where all of it goes; Spam, Sent Items and the like are the mailboxes
      of that role. Can be stopped and run again: messages that were imported before are skipped. Messages that could
      not be imported are listed, and the exit code is 1.

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
