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

  doctor mail [--dns SERVER]
      Says what is wrong with MX, PTR, SPF, DKIM and DMARC of the domain, and which record to add; the exit code is 1
      then. SERVER is the address of a name server to look it up at, such as one of the domain's own.

  backup FOLDER [--keep COUNT]
      Saves the database and the keys beside it, beside a running server. What an earlier backup has is not written
      again. Each backup is restored into a scratch folder and checked. With --keep, the COUNT newest stay.

  restore FOLDER [--at NAME]
      Restores the newest backup of FOLDER, or the one of that name, into DATA_DIR, which must have no database.

  --help
      Shows this help.

Reads the same variables as the server: DATA_DIR (default ./data), ATRIUM_MAIL_DOMAIN (default atrium.test).
`

/** The command line is wrong. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
