-- +goose Up
CREATE TABLE site_column_writers (
  column_id INTEGER NOT NULL,
  section_id INTEGER NOT NULL,
  PRIMARY KEY (column_id, section_id),
  CONSTRAINT site_column_writers_column FOREIGN KEY (column_id) REFERENCES site_columns (id),
  CONSTRAINT site_column_writers_section FOREIGN KEY (section_id) REFERENCES sections (id)
);
