-- +goose Up
INSERT INTO ledger_heads (id, seq, hash) VALUES (1, 0, '');
