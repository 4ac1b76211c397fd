-- +goose Up
INSERT INTO site_epochs (id, n) VALUES (1, 1);
