-- +goose Up
ALTER TABLE content_revisions ADD COLUMN roll MEDIUMTEXT NOT NULL;
