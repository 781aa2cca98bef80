"""Why a database is refused."""

from typing import Final

# The settings that make an acknowledged commit durable, and the values that do not.
REQUIRED: Final = (
    ("synchronous_commit", ("off",), "a commit that was acknowledged could be lost"),
    ("fsync", ("off",), "a crash of the machine could damage the database"),
    ("full_page_writes", ("off",), "a crash of the machine could damage the database"),
)


class OpenError(Exception):
    """The database cannot be used. The text is a sentence for the operator."""
