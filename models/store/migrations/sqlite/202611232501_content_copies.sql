-- +goose Up
CREATE TABLE content_copies (
  person_id INTEGER NOT NULL,
  document_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  form TEXT NOT NULL,
  saved_at DATETIME NOT NULL,
  PRIMARY KEY (person_id, document_id)
);
