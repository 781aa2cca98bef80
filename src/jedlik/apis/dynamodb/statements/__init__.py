"""PartiQL statements: what the operations that run them share.

A statement is checked (`statement`: text and parameters, then the plan of a write) and, if it is a
SELECT, read (`select` of a `target`, page by page as `next_token` says).
"""
