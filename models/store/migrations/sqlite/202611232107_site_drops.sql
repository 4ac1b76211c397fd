-- +goose Up
CREATE TABLE site_drops (
  epoch INTEGER NOT NULL,
  document_id INTEGER NOT NULL,
  PRIMARY KEY (epoch, document_id)
);
