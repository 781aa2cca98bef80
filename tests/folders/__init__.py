"""Data folders that earlier versions made, and what those versions answered about them.

`make_0_1` made the folders in `0.1`. `test_folders` opens copies of them with this version.
"""
