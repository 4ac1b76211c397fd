-- +goose Up
CREATE TABLE content_copies (
  person_id BIGINT NOT NULL,
  document_id BIGINT NOT NULL,
  version INT NOT NULL,
  form MEDIUMTEXT NOT NULL,
  saved_at DATETIME(3) NOT NULL,
  PRIMARY KEY (person_id, document_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
