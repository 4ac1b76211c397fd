-- +goose Up
CREATE TABLE people (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  username VARCHAR(64) NOT NULL,
  name VARCHAR(60) NOT NULL,
  section_id BIGINT NULL,
  password_hash VARCHAR(255) NOT NULL,
  password_at DATETIME(3) NOT NULL,
  totp_secret VARCHAR(64) NOT NULL,
  totp_step BIGINT NOT NULL,
  disabled TINYINT(1) NOT NULL,
  failures INT NOT NULL,
  locked_until DATETIME(3) NULL,
  epoch INT NOT NULL,
  version INT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY people_username (username),
  CONSTRAINT people_section FOREIGN KEY (section_id) REFERENCES sections (id),
  KEY people_section (section_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
