-- +goose Up
CREATE TABLE logins (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  person_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  ok TINYINT(1) NOT NULL,
  ip VARCHAR(64) NOT NULL,
  CONSTRAINT logins_person FOREIGN KEY (person_id) REFERENCES people (id),
  KEY logins_person (person_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
