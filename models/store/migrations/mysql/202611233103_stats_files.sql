-- +goose Up
CREATE TABLE stats_files (
  span INT NOT NULL,
  document_id BIGINT NOT NULL,
  file_key VARCHAR(32) NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (span, document_id, file_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
