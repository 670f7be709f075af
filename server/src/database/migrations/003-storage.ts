/**
 * What an account stores, kept by triggers so that no way of adding or removing mail is missed; and the blobs it has
 * let go of, which are deleted before their time when they are many. 4096 is `messageOverhead`.
 */
export const storage = `
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
