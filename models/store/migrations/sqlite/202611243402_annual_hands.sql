-- +goose Up
CREATE TABLE annual_hands (
  year INTEGER NOT NULL,
  cell VARCHAR(60) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  number VARCHAR(30) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  person_id INTEGER NOT NULL,
  at DATETIME NOT NULL,
  PRIMARY KEY (year, cell)
);
