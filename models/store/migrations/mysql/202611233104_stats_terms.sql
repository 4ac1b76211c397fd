-- +goose Up
CREATE TABLE stats_terms (
  span INT NOT NULL,
  term VARCHAR(40) NOT NULL,
  n BIGINT NOT NULL,
  missed BIGINT NOT NULL,
  found BIGINT NOT NULL,
  PRIMARY KEY (span, term)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
