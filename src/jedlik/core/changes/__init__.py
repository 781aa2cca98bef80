"""What a change of an item entails.

`capacity` (units consumed and how they are reported); `index_entries` (entries of secondary
indexes).
"""
