-- +goose Up
CREATE TABLE content_notes (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  document_id BIGINT NOT NULL,
  revision_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  note VARCHAR(500) NOT NULL,
  CONSTRAINT content_notes_revision FOREIGN KEY (revision_id) REFERENCES content_revisions (id),
  KEY content_notes_document (document_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
