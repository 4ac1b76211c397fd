-- +goose Up
CREATE TABLE jobs (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind VARCHAR(40) NOT NULL,
  ref BIGINT NOT NULL,
  run_at DATETIME(3) NOT NULL,
  leased_until DATETIME(3) NULL,
  attempts INT NOT NULL,
  last_error VARCHAR(500) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  KEY jobs_due (run_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
