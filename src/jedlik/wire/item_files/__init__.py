"""Files of items, as exports write them and imports read them: one item a line.

In reading order: `write_json` and `write_ion`. They are pure functions between items and lines. The
features decide which lines a file has, and how it is compressed.
"""
