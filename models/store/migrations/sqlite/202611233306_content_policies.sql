-- +goose Up
CREATE TABLE content_policies (
  document_id INTEGER NOT NULL PRIMARY KEY,
  column_id INTEGER NOT NULL,
  section_id INTEGER NOT NULL,
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
  interpreted BOOLEAN NOT NULL,
  published_at DATETIME NOT NULL
);
