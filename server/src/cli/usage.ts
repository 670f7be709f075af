export const usage = `Usage: pnpm atrium <command>

  account add ADDRESS [--name NAME] [--password PASSWORD]
      Creates an account. ADDRESS is a local part (ada) or a full address at the server's domain.
      Without --password, prompts for it, or reads standard input when that is not a terminal.

  account list
  account show ACCOUNT
      Accounts, and one of them with its aliases and app passwords.

  account rename ACCOUNT [NEW-ADDRESS] [--name NAME]
      Gives it another address or name. The address of before becomes an alias, so that no mail is lost.

  account alias ACCOUNT [ADDRESS [--remove]]
      Lists its further addresses, adds one or removes one.

  account quota ACCOUNT MEGABYTES|default
      Sets what it may store, or the quota of the installation (ATRIUM_QUOTA_MB).

  account sending ACCOUNT pause|resume
      Refuses what it would send and keeps what waits, or goes on; also after a flood has paused it.

  account disable|enable ACCOUNT
      No sign-in is possible, devices are signed out and app passwords are refused. Its mail stays, and more arrives.

  account delete ACCOUNT --confirm ADDRESS
      Deletes it with all of its mail. Nothing of it is left.

  account password ACCOUNT [--password PASSWORD]
      Sets another password and signs out every device.

  account app-password ACCOUNT [--name NAME | --revoke ID]
      Lists the passwords of its programs; with --name, makes one and prints it; with --revoke, revokes one.

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
