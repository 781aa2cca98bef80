"""Streams: `change` (what enabling and disabling does), `name` (from a request to its stream)."""
