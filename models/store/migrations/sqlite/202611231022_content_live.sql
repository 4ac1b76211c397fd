-- +goose Up
CREATE TABLE content_live (
  document_id INTEGER NOT NULL PRIMARY KEY,
  revision_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  column_id INTEGER NOT NULL,
  report_year INT NULL,
  title VARCHAR(200) NOT NULL,
  published_at DATETIME NOT NULL,
  revised_at DATETIME NOT NULL,
  CONSTRAINT content_live_year UNIQUE (column_id, report_year),
  CONSTRAINT content_live_revision FOREIGN KEY (revision_id) REFERENCES content_revisions (id)
);
CREATE INDEX content_live_column ON content_live (column_id, published_at, document_id);
CREATE INDEX content_live_published ON content_live (published_at, document_id);
