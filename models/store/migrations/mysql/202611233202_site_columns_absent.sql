-- +goose Up
ALTER TABLE site_columns ADD COLUMN absent VARCHAR(300) NOT NULL DEFAULT '';
