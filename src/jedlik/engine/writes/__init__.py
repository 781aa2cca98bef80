"""Parts of a write: `conditional` (its condition, its answer), `entailed` (what it brings about
beside the item and its indexes), `report` (what several writes of one request report together).
"""
