-- +goose Up
CREATE TABLE sessions (
  token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL,
  epoch INT NOT NULL,
  csrf VARCHAR(64) NOT NULL,
  ip VARCHAR(64) NOT NULL,
  created_at DATETIME NOT NULL,
  seen_at DATETIME NOT NULL,
  CONSTRAINT sessions_person FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_seen ON sessions (seen_at);
