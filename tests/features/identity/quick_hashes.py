"""Hashes of passwords that take no time.

`test_passwords` is about the hashes that are stored. For tests of what follows from a right or a
wrong password any hash will do, and the real one takes a tenth of a second.
"""

import pytest

from jedlik.features.identity import passwords


def quicken_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the hashes of this process have the least cost that scrypt allows."""
    cost = {"n": 2, "r": 8, "p": 1}
    monkeypatch.setattr(passwords, "_COST", cost)
