-- +goose Up
CREATE TABLE once_uses (
  once_key VARCHAR(40) NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL,
  ref INTEGER NOT NULL,
  at DATETIME NOT NULL
);
CREATE INDEX once_uses_at ON once_uses (at);
