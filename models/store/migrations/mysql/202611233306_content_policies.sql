-- +goose Up
CREATE TABLE content_policies (
  document_id BIGINT NOT NULL PRIMARY KEY,
  column_id BIGINT NOT NULL,
  section_id BIGINT NOT NULL,
  holds VARCHAR(20) NOT NULL,
  number VARCHAR(60) NOT NULL,
  number_organ VARCHAR(30) NOT NULL,
  number_year INT NOT NULL,
  number_serial INT NOT NULL,
  organ VARCHAR(100) NOT NULL,
  subject VARCHAR(60) NOT NULL,
  genre VARCHAR(20) NOT NULL,
  formed_on VARCHAR(10) NOT NULL,
  effective_on VARCHAR(10) NOT NULL,
  expires_on VARCHAR(10) NOT NULL,
  year INT NOT NULL,
  standing VARCHAR(20) NOT NULL,
  interpreted TINYINT(1) NOT NULL,
  published_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
