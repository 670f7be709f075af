/** Who may come in, and what the gateway keeps for them. Times are milliseconds since 1970, UTC. */
export const accounts = `
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
