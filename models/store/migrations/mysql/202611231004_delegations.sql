-- +goose Up
CREATE TABLE delegations (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  section_id BIGINT NOT NULL,
  from_id BIGINT NOT NULL,
  to_id BIGINT NOT NULL,
  starts_at DATETIME(3) NOT NULL,
  ends_at DATETIME(3) NOT NULL,
  reason VARCHAR(200) NOT NULL,
  revoked_at DATETIME(3) NULL,
  version INT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  CONSTRAINT delegations_section FOREIGN KEY (section_id) REFERENCES sections (id),
  CONSTRAINT delegations_from FOREIGN KEY (from_id) REFERENCES people (id),
  CONSTRAINT delegations_to FOREIGN KEY (to_id) REFERENCES people (id),
  KEY delegations_to (to_id, ends_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
