-- +goose Up
CREATE TABLE files (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  file_key VARCHAR(32) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  type VARCHAR(10) NOT NULL,
  size BIGINT NOT NULL,
  width INT NOT NULL,
  height INT NOT NULL,
  sizes VARCHAR(1000) NOT NULL,
  name VARCHAR(200) NOT NULL,
  person_id BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY files_key (file_key),
  KEY files_digest (digest)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
