"""Tests of access control: records, transactions, identities and their rules."""
