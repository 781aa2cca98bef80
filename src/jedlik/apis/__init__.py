"""The APIs: one package for each AWS API."""
