-- +goose Up
ALTER TABLE content_revisions ADD COLUMN facts MEDIUMTEXT NOT NULL;
