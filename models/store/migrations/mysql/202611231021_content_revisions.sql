-- +goose Up
CREATE TABLE content_revisions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  document_id BIGINT NOT NULL,
  number INT NOT NULL,
  column_id BIGINT NOT NULL,
  title VARCHAR(200) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  source VARCHAR(100) NOT NULL,
  publish_at DATETIME(3) NULL,
  report_year INT NULL,
  figures MEDIUMTEXT NOT NULL,
  change_kind VARCHAR(20) NOT NULL,
  public_note VARCHAR(500) NOT NULL,
  form INT NOT NULL,
  sum VARCHAR(64) NOT NULL,
  author_id BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY content_revisions_number (document_id, number),
  CONSTRAINT content_revisions_document FOREIGN KEY (document_id) REFERENCES content_documents (id),
  KEY content_revisions_year (column_id, report_year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
