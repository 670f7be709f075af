/**
 * Mail. Ids that a client sees are these numbers with a letter before them, so no row number may
 * ever be used twice: AUTOINCREMENT. Times are milliseconds since 1970, UTC.
 */
export const mail = `
CREATE TABLE mail_account (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  modseq INTEGER NOT NULL DEFAULT 0,
  -- changes up to here are no longer in the log
  change_floor INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The newest modseq of each type: the JMAP state string.
CREATE TABLE type_state (
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  type TEXT NOT NULL,
  modseq INTEGER NOT NULL,
  PRIMARY KEY (account, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE change_log (
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  type TEXT NOT NULL,
  modseq INTEGER NOT NULL,
  object INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, type, modseq)
) STRICT, WITHOUT ROWID;

-- Octets, once for all accounts. With segments, data holds only what is not in another blob.
CREATE TABLE blob (
  id TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  segments TEXT,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX blob_age ON blob (created_at);

CREATE TABLE blob_reference (
  parent TEXT NOT NULL REFERENCES blob ON DELETE CASCADE,
  child TEXT NOT NULL REFERENCES blob,
  -- whoever may read the parent may read the child by its own id: an attachment, not a sender's original
  readable INTEGER NOT NULL,
  PRIMARY KEY (parent, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_parent ON blob_reference (child, parent);

-- What an account has uploaded and may use until it expires.
CREATE TABLE upload (
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  blob TEXT NOT NULL REFERENCES blob,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, blob)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_blob ON upload (blob);

-- The parse of a blob that is a message: made once, used everywhere.
CREATE TABLE message (
  blob TEXT PRIMARY KEY REFERENCES blob ON DELETE CASCADE,
  parser INTEGER NOT NULL,
  parse TEXT NOT NULL,
  -- what search and snippets see
  text TEXT NOT NULL
) STRICT;

CREATE TABLE mailbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  parent INTEGER REFERENCES mailbox,
  name TEXT NOT NULL,
  role TEXT,
  sort_order INTEGER NOT NULL DEFAULT 0,
  is_subscribed INTEGER NOT NULL DEFAULT 1,
  total_emails INTEGER NOT NULL DEFAULT 0,
  unread_emails INTEGER NOT NULL DEFAULT 0,
  total_threads INTEGER NOT NULL DEFAULT 0,
  unread_threads INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX mailbox_name ON mailbox (account, ifnull(parent, 0), name);
CREATE UNIQUE INDEX mailbox_role ON mailbox (account, role) WHERE role IS NOT NULL;
CREATE INDEX mailbox_parent ON mailbox (parent);

CREATE TABLE thread (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE
) STRICT;
CREATE INDEX thread_account ON thread (account);

-- Which thread a message id with a base subject belongs to; key is a hash of both.
CREATE TABLE thread_reference (
  account INTEGER NOT NULL,
  key BLOB NOT NULL,
  thread INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_reference_thread ON thread_reference (thread);

CREATE TABLE email (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  thread INTEGER NOT NULL REFERENCES thread,
  blob TEXT NOT NULL REFERENCES blob,
  received_at INTEGER NOT NULL,
  sent_at INTEGER,
  size INTEGER NOT NULL,
  -- bits of the keywords every list asks for; the others are in email_keyword
  flags INTEGER NOT NULL,
  has_attachment INTEGER NOT NULL,
  subject_sort TEXT NOT NULL,
  from_sort TEXT NOT NULL,
  to_sort TEXT NOT NULL,
  preview TEXT NOT NULL,
  -- JSON of the header properties a list shows
  listing TEXT NOT NULL
) STRICT;
-- All that most filters look at, so that they never read the wide rows.
CREATE INDEX email_received ON email (account, received_at, id, thread, flags, has_attachment, size);
CREATE INDEX email_thread ON email (thread, received_at, id);
CREATE INDEX email_blob ON email (blob, account);

CREATE TABLE email_keyword (
  email INTEGER NOT NULL REFERENCES email ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  PRIMARY KEY (email, keyword)
) STRICT, WITHOUT ROWID;
CREATE INDEX email_keyword_name ON email_keyword (keyword, email);

-- received_at and thread are copied here so that a page of a mailbox is one walk along an index.
CREATE TABLE email_mailbox (
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  received_at INTEGER NOT NULL,
  email INTEGER NOT NULL REFERENCES email ON DELETE CASCADE,
  thread INTEGER NOT NULL,
  PRIMARY KEY (mailbox, received_at, email)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX email_mailbox_email ON email_mailbox (email, mailbox);
CREATE INDEX email_mailbox_thread ON email_mailbox (mailbox, thread, received_at, email);

-- rowid is email.id. scope holds one word per account, so that a search never walks another's mail.
CREATE VIRTUAL TABLE email_search USING fts5(
  scope, "from", "to", cc, bcc, subject, body, files, fields,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- What an import has brought in, so that running it again adds nothing.
CREATE TABLE imported (
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  key BLOB NOT NULL,
  email INTEGER NOT NULL REFERENCES email ON DELETE CASCADE,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_email ON imported (email);

CREATE TABLE identity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  reply_to TEXT,
  bcc TEXT,
  text_signature TEXT NOT NULL DEFAULT '',
  html_signature TEXT NOT NULL DEFAULT '',
  may_delete INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_account ON identity (account);

-- The outbox. email and thread are no references: a submission outlives the message it was made from.
CREATE TABLE submission (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  identity INTEGER NOT NULL,
  email INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  blob TEXT NOT NULL REFERENCES blob,
  envelope TEXT NOT NULL,
  send_at INTEGER NOT NULL,
  undo_status TEXT NOT NULL
) STRICT;
CREATE INDEX submission_account ON submission (account);
CREATE INDEX submission_due ON submission (send_at) WHERE undo_status = 'pending';
CREATE INDEX submission_blob ON submission (blob);

CREATE TABLE delivery (
  submission INTEGER NOT NULL REFERENCES submission ON DELETE CASCADE,
  recipient TEXT NOT NULL,
  delivered TEXT NOT NULL,
  smtp_reply TEXT NOT NULL,
  PRIMARY KEY (submission, recipient)
) STRICT, WITHOUT ROWID;
`
