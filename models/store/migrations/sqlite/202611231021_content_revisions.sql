-- +goose Up
CREATE TABLE content_revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL,
  number INT NOT NULL,
  column_id INTEGER NOT NULL,
  title VARCHAR(200) NOT NULL,
  body TEXT NOT NULL,
  source VARCHAR(100) NOT NULL,
  publish_at DATETIME NULL,
  report_year INT NULL,
  figures TEXT NOT NULL,
  change_kind VARCHAR(20) NOT NULL,
  public_note VARCHAR(500) NOT NULL,
  form INT NOT NULL,
  sum VARCHAR(64) NOT NULL,
  author_id INTEGER NOT NULL,
  created_at DATETIME NOT NULL,
  CONSTRAINT content_revisions_number UNIQUE (document_id, number),
  CONSTRAINT content_revisions_document FOREIGN KEY (document_id) REFERENCES content_documents (id)
);
CREATE INDEX content_revisions_year ON content_revisions (column_id, report_year);
