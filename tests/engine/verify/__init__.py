"""Tests of `jedlik.engine.verify`."""
