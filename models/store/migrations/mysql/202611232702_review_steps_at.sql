-- +goose Up
CREATE INDEX review_steps_at ON review_steps (at);
