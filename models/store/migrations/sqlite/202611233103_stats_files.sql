-- +goose Up
CREATE TABLE stats_files (
  span INTEGER NOT NULL,
  document_id INTEGER NOT NULL,
  file_key VARCHAR(32) NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (span, document_id, file_key)
);
