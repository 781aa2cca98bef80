"""PartiQL statements: what the operations that run them share.

A statement is checked (`statement`: text and parameters, then the plan of a write) and, if it is a
SELECT, read (`select` from its `from_clause`, a page at a time; `next_token` says where the next
page begins).
"""
