-- +goose Up
ALTER TABLE site_columns ADD COLUMN ends_on VARCHAR(10) NOT NULL DEFAULT '';
