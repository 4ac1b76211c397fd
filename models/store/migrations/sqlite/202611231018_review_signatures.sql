-- +goose Up
CREATE TABLE review_signatures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL,
  round INT NOT NULL,
  level INT NOT NULL,
  person_id INTEGER NOT NULL,
  section_id INTEGER NOT NULL,
  deputy BOOLEAN NOT NULL,
  at DATETIME NOT NULL,
  note VARCHAR(1000) NOT NULL,
  answers VARCHAR(1000) NOT NULL,
  sum VARCHAR(64) NOT NULL,
  form INT NOT NULL,
  CONSTRAINT review_signatures_level UNIQUE (case_id, round, level),
  CONSTRAINT review_signatures_person UNIQUE (case_id, round, person_id),
  CONSTRAINT review_signatures_hand FOREIGN KEY (case_id, round, person_id) REFERENCES review_hands (case_id, round, person_id)
);
CREATE INDEX review_signatures_person_at ON review_signatures (person_id, at);
