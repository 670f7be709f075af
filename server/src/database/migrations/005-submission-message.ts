/**
 * The Message-ID of what was submitted. A client makes it before the first save of a draft and keeps it, so
 * it names one message over every repetition. Submissions from before have none.
 */
export const submissionMessage = `
ALTER TABLE submission ADD COLUMN message_id TEXT;
CREATE INDEX submission_message ON submission (account, message_id) WHERE message_id IS NOT NULL;
`
