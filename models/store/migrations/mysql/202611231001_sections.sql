-- +goose Up
CREATE TABLE sections (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  position INT NOT NULL,
  version INT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY sections_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
