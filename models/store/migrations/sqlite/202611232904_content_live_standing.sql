-- +goose Up
ALTER TABLE content_live ADD COLUMN standing VARCHAR(20) NOT NULL DEFAULT '';
