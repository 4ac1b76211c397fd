-- +goose Up
CREATE TABLE site_drops (
  epoch BIGINT NOT NULL,
  document_id BIGINT NOT NULL,
  PRIMARY KEY (epoch, document_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
