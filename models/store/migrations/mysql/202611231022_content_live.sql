-- +goose Up
CREATE TABLE content_live (
  document_id BIGINT NOT NULL PRIMARY KEY,
  revision_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  column_id BIGINT NOT NULL,
  report_year INT NULL,
  title VARCHAR(200) NOT NULL,
  published_at DATETIME(3) NOT NULL,
  revised_at DATETIME(3) NOT NULL,
  UNIQUE KEY content_live_year (column_id, report_year),
  CONSTRAINT content_live_revision FOREIGN KEY (revision_id) REFERENCES content_revisions (id),
  KEY content_live_column (column_id, published_at, document_id),
  KEY content_live_published (published_at, document_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
