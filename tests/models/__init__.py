"""The published models of the service, and what Jedlik does with each operation and member.

- `table`: the table, which `make docs` writes into `docs/members.md`
- `diff`: what a newer botocore adds to it, which `make models-diff` prints
- `test_table`, `test_diff`: the table says what the code does
"""
