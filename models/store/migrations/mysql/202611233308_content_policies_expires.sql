-- +goose Up
CREATE INDEX content_policies_expires ON content_policies (expires_on);
