-- +goose Up
DROP INDEX content_live_column ON content_live;
