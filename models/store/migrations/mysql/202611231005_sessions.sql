-- +goose Up
CREATE TABLE sessions (
  token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL,
  epoch INT NOT NULL,
  csrf VARCHAR(64) NOT NULL,
  ip VARCHAR(64) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  seen_at DATETIME(3) NOT NULL,
  CONSTRAINT sessions_person FOREIGN KEY (person_id) REFERENCES people (id),
  KEY sessions_person (person_id),
  KEY sessions_seen (seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
