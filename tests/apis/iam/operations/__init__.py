"""Tests of the operations of IAM."""
