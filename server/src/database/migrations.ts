import { automaticMail, deliveryPolicy, mailFilters, openIdIdentities, programs, smallerMail } from './newer-steps.ts'

/**
 * Mail. Ids that a client sees are these numbers with a letter before them, so no row number may
 * ever be used twice: AUTOINCREMENT. Times are milliseconds since 1970, UTC.
 */
const mail = `
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

-- Bytes, stored once for all accounts. With segments, data holds only what is not in another blob.
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
  -- an account that may read the parent may read the child by its own id: an attachment, not a sender's original
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
  -- bits of the keywords every list requests; the others are in email_keyword
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

/** Who may come in, and what the gateway keeps for them. Times are milliseconds since 1970, UTC. */
const accounts = `
CREATE TABLE account (
  -- lower case, NFC: two sign-ups for one address meet in this key
  address TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- PHC string; NULL when another mail server checks the password
  password_hash TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  -- SHA-256 of the token in the cookie: who reads this table cannot sign in with it
  token_hash BLOB PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- id of the account at the mail server
  mail_account TEXT NOT NULL,
  -- sealed with the key in DATA_DIR/secret.key; NULL with the embedded mail server
  credential BLOB,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);
CREATE INDEX session_created ON session (created_at);

CREATE TABLE preferences (
  account TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys that live and die with the database.
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
`

/**
 * What an account stores, kept by triggers so that no way of adding or removing mail is missed; and the blobs it has
 * let go of, which are deleted before their time when they are many. 4096 is `messageOverhead`.
 */
const storage = `
ALTER TABLE mail_account ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
UPDATE mail_account SET used =
  (SELECT ifnull(sum(size + 4096), 0) FROM email WHERE email.account = mail_account.key) +
  (SELECT ifnull(sum(length(data) + 4096), 0) FROM submission JOIN blob ON blob.id = submission.blob
   WHERE submission.account = mail_account.key);

-- No references: it is a list of candidates.
CREATE TABLE released_blob (
  account INTEGER NOT NULL,
  blob TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (account, blob)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER email_stored AFTER INSERT ON email BEGIN
  UPDATE mail_account SET used = used + NEW.size + 4096 WHERE key = NEW.account;
END;
CREATE TRIGGER email_released AFTER DELETE ON email BEGIN
  UPDATE mail_account SET used = used - OLD.size - 4096 WHERE key = OLD.account;
  INSERT OR IGNORE INTO released_blob SELECT OLD.account, id, length(data) FROM blob WHERE id = OLD.blob;
END;
CREATE TRIGGER submission_stored AFTER INSERT ON submission BEGIN
  UPDATE mail_account SET used = used + 4096 + (SELECT length(data) FROM blob WHERE id = NEW.blob)
    WHERE key = NEW.account;
END;
CREATE TRIGGER submission_released AFTER DELETE ON submission BEGIN
  UPDATE mail_account SET used = used - 4096 - (SELECT length(data) FROM blob WHERE id = OLD.blob)
    WHERE key = OLD.account;
  INSERT OR IGNORE INTO released_blob SELECT OLD.account, id, length(data) FROM blob WHERE id = OLD.blob;
END;
CREATE TRIGGER upload_released AFTER DELETE ON upload BEGIN
  INSERT OR IGNORE INTO released_blob SELECT OLD.account, id, length(data) FROM blob WHERE id = OLD.blob;
END;
`

/**
 * A session outlives its token: a change of the password replaces the token, and what hangs on the session (the
 * CSRF token of its open pages, its event streams) stays. NULL until then: the hash of the first token.
 */
const sessionId = `
ALTER TABLE session ADD COLUMN id BLOB;
CREATE INDEX session_id ON session (ifnull(id, token_hash));
`

/**
 * The Message-ID of what was submitted. A client makes it before the first save of a draft and keeps it, so
 * it names one message over every repetition. Submissions from before have none.
 */
const submissionMessage = `
ALTER TABLE submission ADD COLUMN message_id TEXT;
CREATE INDEX submission_message ON submission (account, message_id) WHERE message_id IS NOT NULL;
`

/**
 * Lists by page. `mailbox_thread` has each conversation of a mailbox where its newest message is, so that a page of
 * conversations is one walk along its key. `mailbox_period` has how many there are of each day, so that a place in a
 * list is found without counting to it. Flags are copied so that a list of the unread reads nothing else.
 */
const pages = `
CREATE TABLE mailbox_thread (
  mailbox INTEGER NOT NULL REFERENCES mailbox ON DELETE CASCADE,
  received_at INTEGER NOT NULL,
  email INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  PRIMARY KEY (mailbox, received_at, email)
) STRICT, WITHOUT ROWID;
INSERT INTO mailbox_thread SELECT mailbox, received_at, email, thread FROM email_mailbox m
  WHERE NOT EXISTS (SELECT 1 FROM email_mailbox newer WHERE newer.mailbox = m.mailbox AND newer.thread = m.thread
    AND (newer.received_at, newer.email) > (m.received_at, m.email));

CREATE TABLE mailbox_period (
  mailbox INTEGER NOT NULL REFERENCES mailbox ON DELETE CASCADE,
  -- received_at by 86400000, rounded towards 0
  day INTEGER NOT NULL,
  emails INTEGER NOT NULL,
  threads INTEGER NOT NULL,
  PRIMARY KEY (mailbox, day)
) STRICT, WITHOUT ROWID;
INSERT INTO mailbox_period SELECT mailbox, day, sum(emails), sum(threads) FROM (
  SELECT mailbox, received_at / 86400000 AS day, 1 AS emails, 0 AS threads FROM email_mailbox UNION ALL
  SELECT mailbox, received_at / 86400000, 0, 1 FROM mailbox_thread) GROUP BY mailbox, day;
CREATE TRIGGER mailbox_email_added AFTER INSERT ON email_mailbox BEGIN
  INSERT INTO mailbox_period VALUES (NEW.mailbox, NEW.received_at / 86400000, 1, 0)
    ON CONFLICT DO UPDATE SET emails = emails + 1;
END;
CREATE TRIGGER mailbox_email_removed AFTER DELETE ON email_mailbox BEGIN
  UPDATE mailbox_period SET emails = emails - 1 WHERE mailbox = OLD.mailbox AND day = OLD.received_at / 86400000;
END;
CREATE TRIGGER mailbox_thread_added AFTER INSERT ON mailbox_thread BEGIN
  INSERT INTO mailbox_period VALUES (NEW.mailbox, NEW.received_at / 86400000, 0, 1)
    ON CONFLICT DO UPDATE SET threads = threads + 1;
END;
CREATE TRIGGER mailbox_thread_removed AFTER DELETE ON mailbox_thread BEGIN
  UPDATE mailbox_period SET threads = threads - 1 WHERE mailbox = OLD.mailbox AND day = OLD.received_at / 86400000;
END;

ALTER TABLE email_mailbox ADD COLUMN flags INTEGER NOT NULL DEFAULT 0;
UPDATE email_mailbox SET flags = (SELECT flags FROM email WHERE id = email);
CREATE TRIGGER email_flags AFTER UPDATE OF flags ON email WHEN OLD.flags != NEW.flags BEGIN
  UPDATE email_mailbox SET flags = NEW.flags WHERE email = NEW.id;
END;
CREATE INDEX email_mailbox_unread ON email_mailbox (mailbox, received_at, email, thread) WHERE (flags & 1) = 0;
CREATE INDEX email_mailbox_flagged ON email_mailbox (mailbox, received_at, email, thread) WHERE (flags & 4) != 0;
`

/**
 * Which stored parses are of an older parser: they are renewed in the background, and looking for the next ones must
 * not walk all messages.
 */
const staleParses = `
CREATE INDEX message_parser ON message (parser);
`

/**
 * The search index in the order of the lists: `rowid` is `email.search`, which grows with `received_at`, so that the
 * newest matches are the first that are found. Beginnings of three letters have an index of their own: they match
 * most. `marks` has words that cannot be typed: one for the account, and one for each header field. What an older
 * version indexed is indexed again when its parse is renewed.
 */
const searchByDate = `
DROP TABLE email_search;
CREATE VIRTUAL TABLE email_search USING fts5(
  marks, "from", "to", cc, bcc, subject, body, files,
  content = '', contentless_delete = 1, prefix = '3', tokenize = 'unicode61 remove_diacritics 2'
);
ALTER TABLE email ADD COLUMN search INTEGER;
CREATE INDEX email_searched ON email (search, account, thread) WHERE search IS NOT NULL;
UPDATE message SET parser = 1 WHERE parser > 1;
`

/**
 * Bytes compressed, and large blobs in chunks: an upload is stored while it arrives, and a part of it is read without
 * the rest. `packed` is 1 where bytes are zstd.
 */
const chunks = `
ALTER TABLE blob ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
-- with it, data is empty and the bytes are in blob_chunk
ALTER TABLE blob ADD COLUMN chunked INTEGER;
CREATE TABLE blob_chunk (
  chunked INTEGER NOT NULL,
  number INTEGER NOT NULL,
  packed INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (chunked, number)
) STRICT;
CREATE TRIGGER blob_deleted AFTER DELETE ON blob WHEN OLD.chunked IS NOT NULL BEGIN
  DELETE FROM blob_chunk WHERE chunked = OLD.chunked;
END;
-- Chunks that are no blob yet: those of an upload that is under way, or was broken off.
CREATE TABLE unfinished_upload (
  chunked INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL
) STRICT;

DROP TRIGGER email_released;
DROP TRIGGER submission_stored;
DROP TRIGGER submission_released;
DROP TRIGGER upload_released;
CREATE TRIGGER email_released AFTER DELETE ON email BEGIN
  UPDATE mail_account SET used = used - OLD.size - 4096 WHERE key = OLD.account;
  INSERT OR IGNORE INTO released_blob
    SELECT OLD.account, id, iif(segments IS NULL, size, length(data)) FROM blob WHERE id = OLD.blob;
END;
CREATE TRIGGER submission_stored AFTER INSERT ON submission BEGIN
  UPDATE mail_account SET used = used + 4096 +
    (SELECT iif(segments IS NULL, size, length(data)) FROM blob WHERE id = NEW.blob) WHERE key = NEW.account;
END;
CREATE TRIGGER submission_released AFTER DELETE ON submission BEGIN
  UPDATE mail_account SET used = used - 4096 -
    (SELECT iif(segments IS NULL, size, length(data)) FROM blob WHERE id = OLD.blob) WHERE key = OLD.account;
  INSERT OR IGNORE INTO released_blob
    SELECT OLD.account, id, iif(segments IS NULL, size, length(data)) FROM blob WHERE id = OLD.blob;
END;
CREATE TRIGGER upload_released AFTER DELETE ON upload BEGIN
  INSERT OR IGNORE INTO released_blob
    SELECT OLD.account, id, iif(segments IS NULL, size, length(data)) FROM blob WHERE id = OLD.blob;
END;
`

/** Parses and texts compressed: with them the columns of before are empty. */
const packedMessages = `
-- bytes before it was compressed
ALTER TABLE message ADD COLUMN parse_size INTEGER;
ALTER TABLE message ADD COLUMN packed_parse BLOB;
ALTER TABLE message ADD COLUMN packed_text BLOB;
`

/** Mail from and to other servers. Times are milliseconds since 1970, UTC. */
const internetMail = `
-- What an account has received lately: a sender that did not get our acknowledgement sends it again.
CREATE TABLE arrival (
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  key BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrival_age ON arrival (at);

-- Recipients of other servers, beside their row in delivery. state: waiting for next_at; sending, while the end of
-- the message is on its way; unknown, when it cannot be found out whether it arrived; dead, when it has failed.
CREATE TABLE outbound (
  submission INTEGER NOT NULL REFERENCES submission ON DELETE CASCADE,
  recipient TEXT NOT NULL,
  domain TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  -- when the sender was warned that it takes long
  delayed_at INTEGER,
  PRIMARY KEY (submission, recipient)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbound_due ON outbound (next_at) WHERE state = 'waiting';

-- Reports about a submission that came back: kind is dsn (RFC 3464) or mdn (RFC 8098). blob is no reference: the
-- message that it came in may be deleted.
CREATE TABLE submission_report (
  submission INTEGER NOT NULL REFERENCES submission ON DELETE CASCADE,
  kind TEXT NOT NULL,
  blob TEXT NOT NULL,
  PRIMARY KEY (submission, kind, blob)
) STRICT, WITHOUT ROWID;
ALTER TABLE delivery ADD COLUMN displayed TEXT NOT NULL DEFAULT 'unknown';
`

/** One step of the schema. A released step is never edited: a change is a new step. */
export interface Migration {
  /** Increases by one. */
  readonly version: number
  readonly sql: string
}

/** All steps, in order. A new one is a constant above and a line here. */
export const migrations: readonly Migration[] = [
  { version: 1, sql: mail },
  { version: 2, sql: accounts },
  { version: 3, sql: storage },
  { version: 4, sql: sessionId },
  { version: 5, sql: submissionMessage },
  { version: 6, sql: pages },
  { version: 7, sql: staleParses },
  { version: 8, sql: searchByDate },
  { version: 9, sql: chunks },
  { version: 10, sql: packedMessages },
  { version: 11, sql: internetMail },
  { version: 12, sql: programs },
  { version: 13, sql: mailFilters },
  { version: 14, sql: openIdIdentities },
  { version: 15, sql: smallerMail },
  { version: 16, sql: deliveryPolicy },
  { version: 17, sql: automaticMail },
]
