"""What can be wrong with an object that has items."""


class UnreadableError(ValueError):
    """An object cannot be read any further. The text is a sentence about its next record."""


class InvalidRecordError(ValueError):
    """A record is no item, and the next record can be read. The text is a sentence about it."""
