"""Files with items in a bucket: from bytes to items, or to errors about them, and back. Pure.

An object is read in three steps, and each has at most one chunk and one record in memory:

    bytes -> `decompression` -> bytes -> a divider -> records -> a decoder -> items

A divider receives chunks and returns the records that are complete, including what separates them,
so the length of a record says how far the object has been read. A decoder makes an item of a
record.

Two exceptions say what is wrong (`faults`): the rest of an object cannot be read, or one record is
no item. What a table demands of an item is not checked here.

Files in reading order: `formats`, `faults`, `decompression`, `lines` (a divider), `conditions`
(those of items in bulk operations), `json_lines`, `csv_rows` (a divider and a decoder), `ion_text`
(a divider), `ion_values` (imports `amazon.ion`, which only ION files need), `reader` (the three
steps together).
`write_json` and `write_ion` make the lines of exports, one for each item.
"""
