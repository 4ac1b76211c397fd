-- +goose Up
CREATE TABLE stats_views (
  kind VARCHAR(10) NOT NULL,
  span INT NOT NULL,
  object BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (kind, span, object)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
