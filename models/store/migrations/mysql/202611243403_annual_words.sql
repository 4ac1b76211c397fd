-- +goose Up
CREATE TABLE annual_words (
  year INT NOT NULL,
  place VARCHAR(64) NOT NULL,
  rule VARCHAR(20) NOT NULL,
  at VARCHAR(500) NOT NULL,
  about VARCHAR(64) NOT NULL,
  text VARCHAR(1000) NOT NULL,
  person_id BIGINT NOT NULL,
  said DATETIME(3) NOT NULL,
  PRIMARY KEY (year, place)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
