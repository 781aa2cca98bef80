"""Runs `jedlik move`, whose options are in `move_commands` (docs/adr/0044)."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.app.compose import RandomIds
from jedlik.app.database import DatabaseError
from jedlik.app.encryption_key import encryption_key
from jedlik.app.move_entries import Comparison, compare_and_repair, copy_entries
from jedlik.app.move_places import Side, open_side
from jedlik.app.progress import Bar, Unit
from jedlik.app.sealed_secrets import unopened
from jedlik.app.settings import Settings, SettingsError
from jedlik.app.standard_error import without_log
from jedlik.engine.sealing import Sealing
from jedlik.engine.verification import Report, verify
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.options import Options
from jedlik.features.registry import features
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import StorageUnavailableError
from jedlik.storage.sqlite import OpenError

_ENTRIES: Final = Unit("entries")
_MB: Final = 1_000_000
# A comparison that repairs something is followed by another one.
_COMPARISONS_MAX: Final = 3


class Wanted(NamedTuple):
    """What to move: the arguments of the command."""

    source: str
    target: str
    accepts_clear_rows: bool


def move(wanted: Wanted, settings: Settings, environment: Mapping[str, str]) -> int:
    """Moves everything, and returns the exit status. Raises SettingsError if it is not finished."""
    key = encryption_key(settings, environment)
    try:
        with without_log():  # the command reports failures itself
            return asyncio.run(_move(wanted, settings, environment, key))
    except (DatabaseError, OpenError, StorageUnavailableError, OSError) as error:
        raise SettingsError(f"{error}. The move is not finished") from error


async def _move(
    wanted: Wanted, settings: Settings, environment: Mapping[str, str], key: bytes | None
) -> int:
    source = await open_side(wanted.source, settings, environment, key, is_target=False)
    try:
        seal = await _seal(source)
        target = await open_side(wanted.target, settings, environment, key, is_target=True)
        try:
            if source.has_encrypted_values and not (
                target.has_encrypted_values or wanted.accepts_clear_rows
            ):
                raise SettingsError(
                    f"{source.shown} is encrypted, and in {target.shown} the key encrypts secrets"
                    " only. If the disks of the database are encrypted, add --accept-clear-rows"
                )
            return await _moved(source, target, seal)
        finally:
            await target.close()
    finally:
        await source.close()


async def _seal(source: Side) -> bytes | None:
    """Returns the key that seals the secrets of the source. Raises SettingsError if it is not the
    one that has sealed them.
    """
    seal = await source.seal()
    sealing = None if seal is None else Sealing(lambda: seal)
    async for each in unopened(source.storage, sealing):
        raise SettingsError(
            f"the {each} of {source.shown} cannot be opened: it was sealed with another key. Give"
            " the key of the servers of the source with --key-file, --key-command or JEDLIK_KEY"
        )
    return seal


async def _moved(source: Side, target: Side, seal: bytes | None) -> int:
    await _copy(source, target)
    found = await _compare(source, target)
    report = await _verified(target, seal)
    await source.check()
    await target.finish(seal)
    for sentence in (*report.unread, *report.sentences):
        print(sentence, file=sys.stderr)
    moved = found.source
    print(
        f"{target.shown}: {moved.entries:,} entries, {moved.size_bytes / _MB:,.2f} MB of"
        f" {source.shown}, SHA-256 {moved.digest[:16]} on both sides"
    )
    if report.wrong_count:
        print(
            f"jedlik: {report.wrong_count:,} do not agree. The source has the same faults",
            file=sys.stderr,
        )
    return 1 if report.wrong_count else 0


async def _copy(source: Side, target: Side) -> None:
    """Copies what the target does not have yet."""
    done, total = await target.entries.about(), await source.entries.about()
    bar = Bar("copy", _ENTRIES)

    def progress(count: int) -> None:
        nonlocal done
        done += count
        bar.show(done, total)

    try:
        after = await target.entries.last_key()
        await copy_entries(source.entries, target.storage, after, progress)
    finally:
        bar.end()


async def _compare(source: Side, target: Side) -> Comparison:
    """Returns the comparison after which both sides are equal."""
    total = await source.entries.about()
    for _ in range(_COMPARISONS_MAX):
        done = 0
        bar = Bar("compare", _ENTRIES)

        def progress(count: int) -> None:
            nonlocal done
            done += count
            bar.show(done, total)  # noqa: B023  (called in this round only)

        try:
            found = await compare_and_repair(
                source.entries, target.entries, target.storage, progress
            )
        finally:
            bar.end()
        if not found.repaired:
            if found.source != found.target:
                raise SettingsError("the two sides have the same entries and not the same checksum")
            return found
    raise SettingsError(
        f"{target.shown} differs from {source.shown} again after each repair: something else writes"
        " to one of them"
    )


async def _verified(target: Side, seal: bytes | None) -> Report:
    """Returns what `jedlik verify` finds in the target."""
    encrypted = EncryptedStorage(target.storage)
    sealing = Sealing(lambda: seal or b"\0" * 32)  # without a key, nothing was sealed
    return await verify(encrypted, features(Options()), TableKeys(encrypted, sealing, RandomIds()))
