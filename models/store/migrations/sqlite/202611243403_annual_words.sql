-- +goose Up
CREATE TABLE annual_words (
  year INTEGER NOT NULL,
  place VARCHAR(64) NOT NULL,
  rule VARCHAR(20) NOT NULL,
  at VARCHAR(500) NOT NULL,
  about VARCHAR(64) NOT NULL,
  text VARCHAR(1000) NOT NULL,
  person_id INTEGER NOT NULL,
  said DATETIME NOT NULL,
  PRIMARY KEY (year, place)
);
