-- +goose Up
CREATE TABLE review_signatures (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  round INT NOT NULL,
  level INT NOT NULL,
  person_id BIGINT NOT NULL,
  section_id BIGINT NOT NULL,
  deputy TINYINT(1) NOT NULL,
  at DATETIME(3) NOT NULL,
  note VARCHAR(1000) NOT NULL,
  answers VARCHAR(1000) NOT NULL,
  sum VARCHAR(64) NOT NULL,
  form INT NOT NULL,
  UNIQUE KEY review_signatures_level (case_id, round, level),
  UNIQUE KEY review_signatures_person (case_id, round, person_id),
  CONSTRAINT review_signatures_hand FOREIGN KEY (case_id, round, person_id) REFERENCES review_hands (case_id, round, person_id),
  KEY review_signatures_person_at (person_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
