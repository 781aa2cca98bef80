"""What a change of an item entails.

In reading order: `capacity` (units consumed and how they are reported), `image` (an item before or
after), `index_entries` (entries of secondary indexes), `stream_record` (what the stream of the
table gets), `expiry_entry` (when the item is to be deleted).
"""
