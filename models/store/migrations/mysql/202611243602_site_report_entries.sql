-- +goose Up
CREATE TABLE site_report_entries (
  year INT NOT NULL,
  field VARCHAR(30) NOT NULL,
  value VARCHAR(500) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  person_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (year, field)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
