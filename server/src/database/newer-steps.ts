// Steps of the schema, in the order of `migrations.ts`, from 12 on.

/** Programs and devices of an account, and what its administrator sets. Times are milliseconds since 1970, UTC. */
export const programs = `
CREATE TABLE app_password (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- SHA-256 of 120 random bits: nothing that can be guessed, so the hash need not be slow
  secret_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX app_password_secret ON app_password (account, secret_hash);
-- the program that the cookie was given to, as a person would name it
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN disabled_at INTEGER;
-- further addresses, lower case, NFC
CREATE TABLE address_alias (
  address TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX address_alias_account ON address_alias (account);
-- bytes; NULL is the quota of the installation
ALTER TABLE mail_account ADD COLUMN quota INTEGER;
`

/** What is done to mail when it arrives. */
export const mailFilters = `
CREATE TABLE mail_filter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  name TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  is_enabled INTEGER NOT NULL,
  match TEXT NOT NULL,
  -- JSON of the conditions
  conditions TEXT NOT NULL,
  mailbox INTEGER REFERENCES mailbox ON DELETE SET NULL,
  -- JSON of lower-case keywords
  keywords TEXT NOT NULL,
  is_final INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_filter_account ON mail_filter (account, sort_order, id);
CREATE INDEX mail_filter_mailbox ON mail_filter (mailbox);
`

/** Who signs in at a provider of OpenID Connect. An account has one person of each provider. */
export const openIdIdentities = `
CREATE TABLE openid_identity (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (issuer, subject), UNIQUE (issuer, account)
) STRICT, WITHOUT ROWID;
`

/**
 * Less room for the same mail, and more lists without sorting. The search index has no index of beginnings: they are
 * words in `marks`, once for each message. What an older version stored is shown as it is, and stored and indexed
 * again when its parse is renewed.
 */
export const smallerMail = `
-- zstd of the JSON of listing and preview; with it those columns are empty
ALTER TABLE email ADD COLUMN packed BLOB;
-- 1: packed_parse and packed_text are compressed against the start of the message itself
ALTER TABLE message ADD COLUMN by_blob INTEGER NOT NULL DEFAULT 0;
DROP TABLE email_search;
CREATE VIRTUAL TABLE email_search USING fts5(
  marks, "from", "to", cc, bcc, subject, body, files,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
-- received_at too: rows of the index are near it, and lists are sorted by it
DROP INDEX email_searched;
CREATE INDEX email_searched ON email (search, account, thread, received_at) WHERE search IS NOT NULL;
UPDATE message SET parser = 1 WHERE parser > 1;

CREATE INDEX email_by_size ON email (account, size, received_at, id, thread);
CREATE INDEX email_by_sender ON email (account, from_sort, received_at DESC, id DESC, thread);
CREATE INDEX email_by_subject ON email (account, subject_sort, received_at DESC, id DESC, thread);

-- 1024 in the flags of a mailbox: the message has files.
UPDATE email_mailbox SET flags = flags | 1024 WHERE (SELECT has_attachment FROM email WHERE id = email) = 1;
DROP TRIGGER email_flags;
CREATE TRIGGER email_flags AFTER UPDATE OF flags, has_attachment ON email
  WHEN OLD.flags != NEW.flags OR OLD.has_attachment != NEW.has_attachment BEGIN
  UPDATE email_mailbox SET flags = NEW.flags | (NEW.has_attachment * 1024) WHERE email = NEW.id;
END;
CREATE INDEX email_mailbox_files ON email_mailbox (mailbox, received_at, email, thread) WHERE (flags & 1024) != 0;
`

/** Limits of sending, what expires, and what is known of spam. Times are milliseconds since 1970, UTC. */
export const deliveryPolicy = `
-- What an account (account:KEY) or a client address (client:ADDRESS) has sent, by the minute, for a day.
CREATE TABLE sent_count (
  sender TEXT NOT NULL,
  minute INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  PRIMARY KEY (sender, minute)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_count_age ON sent_count (minute);
ALTER TABLE mail_account ADD COLUMN sending_paused_until INTEGER;

-- Since when a message is in Trash or Junk, as far as it was seen. Any move forgets it.
CREATE TABLE expiring_email (
  email INTEGER PRIMARY KEY REFERENCES email ON DELETE CASCADE,
  since INTEGER NOT NULL
) STRICT;
CREATE INDEX expiring_email_since ON expiring_email (since);
CREATE TRIGGER expiring_email_moved AFTER DELETE ON email_mailbox BEGIN
  DELETE FROM expiring_email WHERE email = OLD.email;
END;

-- Greylisting: network, sender and recipient, hashed. passed: it came again after the wait.
CREATE TABLE greylist (
  triplet BLOB PRIMARY KEY,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  passed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX greylist_age ON greylist (last_at);

-- How many messages that people call spam, or not, have a word; words as hashes. Word 0 counts the messages.
CREATE TABLE spam_word (
  word INTEGER PRIMARY KEY,
  spam INTEGER NOT NULL,
  ham INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX spam_word_age ON spam_word (used_at);

-- What people have said of a message. learned: what is in spam_word of it: 1 spam, 0 not, NULL nothing yet.
CREATE TABLE spam_lesson (
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  blob TEXT NOT NULL,
  is_spam INTEGER NOT NULL,
  learned INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, blob)
) STRICT, WITHOUT ROWID;
CREATE INDEX spam_lesson_due ON spam_lesson (at) WHERE learned IS NOT is_spam;
`

/**
 * Automatic replies, filters that forward and reject, and what the server sends by itself. Times are milliseconds since
 * 1970, UTC.
 */
export const automaticMail = `
CREATE TABLE vacation_response (
  account INTEGER PRIMARY KEY REFERENCES mail_account ON DELETE CASCADE,
  is_enabled INTEGER NOT NULL,
  from_date INTEGER,
  to_date INTEGER,
  subject TEXT,
  text_body TEXT,
  html_body TEXT
) STRICT;
-- who has had the reply, by address in lower case
CREATE TABLE vacation_reply (
  account INTEGER NOT NULL REFERENCES mail_account ON DELETE CASCADE,
  sender TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, sender)
) STRICT, WITHOUT ROWID;
CREATE INDEX vacation_reply_at ON vacation_reply (account, at);
-- JSON of addresses
ALTER TABLE mail_filter ADD COLUMN forward_to TEXT NOT NULL DEFAULT '[]';
-- what the sender gets to read; NULL does not reject
ALTER TABLE mail_filter ADD COLUMN reject TEXT;
-- a reply or a forwarded message, which no client has made
ALTER TABLE submission ADD COLUMN is_automatic INTEGER NOT NULL DEFAULT 0;
`
