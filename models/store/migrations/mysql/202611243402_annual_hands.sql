-- +goose Up
CREATE TABLE annual_hands (
  year INT NOT NULL,
  cell VARCHAR(60) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  number VARCHAR(30) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  person_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (year, cell)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
