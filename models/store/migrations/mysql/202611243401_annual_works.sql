-- +goose Up
CREATE TABLE annual_works (
  year INT NOT NULL,
  version INT NOT NULL,
  prose MEDIUMTEXT NOT NULL,
  PRIMARY KEY (year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
