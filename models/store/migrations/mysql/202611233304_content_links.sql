-- +goose Up
CREATE TABLE content_links (
  document_id BIGINT NOT NULL,
  kind VARCHAR(20) NOT NULL,
  target_id BIGINT NOT NULL,
  from_day VARCHAR(10) NOT NULL,
  PRIMARY KEY (document_id, kind, target_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
