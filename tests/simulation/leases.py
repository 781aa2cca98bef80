"""Ends the leases of a killed server, so that tests need not wait until they expire."""

from pathlib import Path

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.sqlite import open_folder

_LEASES = Span(Space.JOB, 0, (b"lease", b""), (b"lease\x00", b""))


async def end_leases(folder: Path) -> None:
    """Ends all leases in a data folder that no server uses."""
    storage = open_folder(folder, server="the end of leases")
    try:
        await storage.erase(_LEASES, limit_items=100, fence=None)
    finally:
        await storage.close()
