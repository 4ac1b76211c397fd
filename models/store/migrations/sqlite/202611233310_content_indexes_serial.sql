-- +goose Up
CREATE UNIQUE INDEX content_indexes_serial ON content_indexes (year, serial);
