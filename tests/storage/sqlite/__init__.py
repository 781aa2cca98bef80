"""Tests of what only the SQLite storage has: a file, a lock, other processes."""
