-- +goose Up
CREATE TABLE content_links (
  document_id INTEGER NOT NULL,
  kind VARCHAR(20) NOT NULL,
  target_id INTEGER NOT NULL,
  from_day VARCHAR(10) NOT NULL,
  PRIMARY KEY (document_id, kind, target_id)
);
