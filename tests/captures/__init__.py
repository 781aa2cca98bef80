"""Answers of the real service that others have published, as rows of request and answer.

Each file has one source. Its docstring names the source and its date. A row is a fact of the source
in our own words and on our own tables. A fact that is older than a recorded answer (October 2026)
and contradicts it is left out. So are answers that the tests of an operation already contain.
"""
