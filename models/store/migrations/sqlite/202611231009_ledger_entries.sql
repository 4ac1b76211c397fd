-- +goose Up
CREATE TABLE ledger_entries (
  seq INTEGER NOT NULL PRIMARY KEY,
  at DATETIME NOT NULL,
  actor_id INTEGER NOT NULL,
  action VARCHAR(40) NOT NULL,
  object VARCHAR(80) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  detail VARCHAR(500) NOT NULL,
  written TEXT NOT NULL,
  prev_hash VARCHAR(64) NOT NULL,
  hash VARCHAR(64) NOT NULL
);
CREATE INDEX ledger_entries_object ON ledger_entries (object, seq);
CREATE INDEX ledger_entries_actor ON ledger_entries (actor_id, seq);
CREATE INDEX ledger_entries_at ON ledger_entries (at, seq);
