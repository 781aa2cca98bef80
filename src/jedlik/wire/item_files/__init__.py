"""Files of items, as exports write them and imports read them: one item a line.

Pure functions between items and lines. Which lines a file has, and how it is compressed, is decided
by the features.
"""
