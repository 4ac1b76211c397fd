-- +goose Up
CREATE TABLE site_column_writers (
  column_id BIGINT NOT NULL,
  section_id BIGINT NOT NULL,
  PRIMARY KEY (column_id, section_id),
  CONSTRAINT site_column_writers_column FOREIGN KEY (column_id) REFERENCES site_columns (id),
  CONSTRAINT site_column_writers_section FOREIGN KEY (section_id) REFERENCES sections (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
