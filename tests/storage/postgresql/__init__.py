"""Tests of the storage on PostgreSQL."""
