-- +goose Up
CREATE TABLE people_roles (
  person_id INTEGER NOT NULL,
  role VARCHAR(20) NOT NULL,
  PRIMARY KEY (person_id, role),
  CONSTRAINT people_roles_person FOREIGN KEY (person_id) REFERENCES people (id)
);
