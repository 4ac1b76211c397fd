-- +goose Up
CREATE TABLE site_report_works (
  year INT NOT NULL,
  version INT NOT NULL,
  document_id BIGINT NOT NULL,
  PRIMARY KEY (year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
