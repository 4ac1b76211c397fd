-- +goose Up
CREATE TABLE content_attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision_id INTEGER NOT NULL,
  position INT NOT NULL,
  kind VARCHAR(20) NOT NULL,
  file_key VARCHAR(32) NOT NULL,
  name VARCHAR(200) NOT NULL,
  alt VARCHAR(300) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  type VARCHAR(10) NOT NULL,
  size INTEGER NOT NULL,
  width INT NOT NULL,
  height INT NOT NULL,
  sizes VARCHAR(1000) NOT NULL,
  CONSTRAINT content_attachments_position UNIQUE (revision_id, position),
  CONSTRAINT content_attachments_key UNIQUE (file_key, revision_id),
  CONSTRAINT content_attachments_revision FOREIGN KEY (revision_id) REFERENCES content_revisions (id),
  CONSTRAINT content_attachments_file FOREIGN KEY (file_key) REFERENCES files (file_key)
);
