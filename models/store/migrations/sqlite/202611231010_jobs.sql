-- +goose Up
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind VARCHAR(40) NOT NULL,
  ref INTEGER NOT NULL,
  run_at DATETIME NOT NULL,
  leased_until DATETIME NULL,
  attempts INT NOT NULL,
  last_error VARCHAR(500) NOT NULL,
  created_at DATETIME NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at);
