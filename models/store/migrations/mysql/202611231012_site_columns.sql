-- +goose Up
CREATE TABLE site_columns (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  path VARCHAR(120) NOT NULL,
  parent_id BIGINT NULL,
  name VARCHAR(60) NOT NULL,
  page_type VARCHAR(20) NOT NULL,
  owner_id BIGINT NULL,
  update_days INT NOT NULL,
  article20 VARCHAR(20) NOT NULL,
  crumb VARCHAR(200) NOT NULL,
  description VARCHAR(300) NOT NULL,
  keywords VARCHAR(200) NOT NULL,
  kind_word VARCHAR(40) NOT NULL,
  position INT NOT NULL,
  needs_issue TINYINT(1) NOT NULL,
  version INT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY site_columns_path (path),
  CONSTRAINT site_columns_parent FOREIGN KEY (parent_id) REFERENCES site_columns (id),
  CONSTRAINT site_columns_owner FOREIGN KEY (owner_id) REFERENCES sections (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
