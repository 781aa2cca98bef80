"""Tests of STS."""
