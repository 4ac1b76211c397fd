-- +goose Up
CREATE TABLE content_indexes (
  document_id BIGINT NOT NULL PRIMARY KEY,
  year INT NOT NULL,
  serial INT NOT NULL,
  text VARCHAR(40) NOT NULL,
  created_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
