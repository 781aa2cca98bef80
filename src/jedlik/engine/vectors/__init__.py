"""Vector indexes: `definitions` (rules), `updates` (UpdateTable), `nearest` (the search)."""
