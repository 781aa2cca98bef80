"""Writes of items: `layer` (whose errors they are refused with), `conditional` (the condition, the
answer), the plans `put`, `update`, `delete`, `entailed` (what a write brings about beside the item
and its indexes), `report` (what several writes of one request report together).
"""
