-- +goose Up
CREATE TABLE files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file_key VARCHAR(32) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  type VARCHAR(10) NOT NULL,
  size INTEGER NOT NULL,
  width INT NOT NULL,
  height INT NOT NULL,
  sizes VARCHAR(1000) NOT NULL,
  name VARCHAR(200) NOT NULL,
  person_id INTEGER NOT NULL,
  created_at DATETIME NOT NULL,
  CONSTRAINT files_key UNIQUE (file_key)
);
CREATE INDEX files_digest ON files (digest);
