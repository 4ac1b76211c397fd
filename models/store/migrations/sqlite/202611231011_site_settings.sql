-- +goose Up
CREATE TABLE site_settings (
  name VARCHAR(60) NOT NULL PRIMARY KEY,
  value VARCHAR(1000) NOT NULL,
  version INT NOT NULL
);
