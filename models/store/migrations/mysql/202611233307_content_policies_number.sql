-- +goose Up
CREATE INDEX content_policies_number ON content_policies (number);
