-- +goose Up
CREATE TABLE site_holidays (
  year INT NOT NULL PRIMARY KEY,
  number VARCHAR(120) NOT NULL,
  off VARCHAR(1000) NOT NULL,
  worked VARCHAR(500) NOT NULL,
  version INT NOT NULL
);
