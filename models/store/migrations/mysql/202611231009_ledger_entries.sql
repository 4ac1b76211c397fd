-- +goose Up
CREATE TABLE ledger_entries (
  seq BIGINT NOT NULL PRIMARY KEY,
  at DATETIME(3) NOT NULL,
  actor_id BIGINT NOT NULL,
  action VARCHAR(40) NOT NULL,
  object VARCHAR(80) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  detail VARCHAR(500) NOT NULL,
  written MEDIUMTEXT NOT NULL,
  prev_hash VARCHAR(64) NOT NULL,
  hash VARCHAR(64) NOT NULL,
  KEY ledger_entries_object (object, seq),
  KEY ledger_entries_actor (actor_id, seq),
  KEY ledger_entries_at (at, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
