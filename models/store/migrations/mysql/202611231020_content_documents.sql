-- +goose Up
CREATE TABLE content_documents (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  column_id BIGINT NOT NULL,
  live_id BIGINT NULL,
  latest_id BIGINT NULL,
  published_at DATETIME(3) NULL,
  withdrawn_at DATETIME(3) NULL,
  withdrawn_reason VARCHAR(20) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  CONSTRAINT content_documents_column FOREIGN KEY (column_id) REFERENCES site_columns (id),
  KEY content_documents_column (column_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
