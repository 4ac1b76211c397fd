-- +goose Up
ALTER TABLE content_revisions ADD COLUMN standing VARCHAR(20) NOT NULL DEFAULT '';
