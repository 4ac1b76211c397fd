-- +goose Up
CREATE TABLE annual_works (
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  prose TEXT NOT NULL,
  PRIMARY KEY (year)
);
