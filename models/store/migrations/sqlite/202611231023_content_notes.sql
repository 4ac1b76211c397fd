-- +goose Up
CREATE TABLE content_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL,
  revision_id INTEGER NOT NULL,
  at DATETIME NOT NULL,
  note VARCHAR(500) NOT NULL,
  CONSTRAINT content_notes_revision FOREIGN KEY (revision_id) REFERENCES content_revisions (id)
);
CREATE INDEX content_notes_document ON content_notes (document_id, at);
