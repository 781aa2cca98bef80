"""Data folders of every format, and what the versions that made them answered about them.

`content` says what they contain. `make_1_and_2` and `make` made them. `test_folders` opens copies
of them with this version.
"""
