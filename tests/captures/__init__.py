"""Answers of the real service that others have published, as rows: what is asked, what is answered.

Each file is one source, its docstring says which and of when. Rows are facts of the source in our
own words and on our own tables; where a fact is older than a recorded answer (October 2026) and
another, it is not here. What the tests of an operation pin already is not repeated.
"""
