-- +goose Up
CREATE TABLE content_documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  column_id INTEGER NOT NULL,
  live_id INTEGER NULL,
  latest_id INTEGER NULL,
  published_at DATETIME NULL,
  withdrawn_at DATETIME NULL,
  withdrawn_reason VARCHAR(20) NOT NULL,
  created_at DATETIME NOT NULL,
  CONSTRAINT content_documents_column FOREIGN KEY (column_id) REFERENCES site_columns (id)
);
CREATE INDEX content_documents_column ON content_documents (column_id);
