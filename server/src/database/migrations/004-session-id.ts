/**
 * A session outlives its token: a change of the password replaces the token, and what hangs on the session (the
 * CSRF token of its open pages, its event streams) stays. NULL until then: the hash of the first token.
 */
export const sessionId = `
ALTER TABLE session ADD COLUMN id BLOB;
CREATE INDEX session_id ON session (ifnull(id, token_hash));
`
