"""Transactions: `transaction` (what they share), `client_token` (idempotency)."""
