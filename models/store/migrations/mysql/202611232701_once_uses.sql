-- +goose Up
CREATE TABLE once_uses (
  once_key VARCHAR(40) NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL,
  ref BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  KEY once_uses_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
