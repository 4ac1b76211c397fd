-- +goose Up
DROP INDEX content_live_list ON content_live;
