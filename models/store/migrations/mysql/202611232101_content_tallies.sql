-- +goose Up
CREATE TABLE content_tallies (
  column_id BIGINT NOT NULL,
  span INT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (column_id, span),
  KEY content_tallies_span (span, column_id, n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
