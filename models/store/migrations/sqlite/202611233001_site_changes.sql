-- +goose Up
ALTER TABLE site_drops RENAME TO site_changes;
