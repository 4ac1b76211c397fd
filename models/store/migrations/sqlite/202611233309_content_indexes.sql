-- +goose Up
CREATE TABLE content_indexes (
  document_id INTEGER NOT NULL PRIMARY KEY,
  year INT NOT NULL,
  serial INT NOT NULL,
  text VARCHAR(40) NOT NULL,
  created_at DATETIME NOT NULL
);
