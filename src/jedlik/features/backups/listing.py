"""Pages of ListBackups.

Entries are in the order of their creation. A page begins after the position of an ARN, whether that
backup still exists or not. Source: recorded answers, October 2026.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from jedlik.core.keys.key import Span
from jedlik.engine.context import Context
from jedlik.features.backups.named import BackupArn
from jedlik.features.backups.records import Backup, backup_from_bytes, backup_key, backups_span

_PAGE_ITEMS: Final = 100
_PAGE_BYTES: Final = 1 << 20
_ID_MS_MAX: Final = 10**14 - 1  # an id begins with 14 digits


class Wanted(NamedTuple):
    """Which backups to list. None: all.

    not_before_ms, before_ms: bounds of the creation time.
    """

    table_name: str | None = None
    kinds: frozenset[str] = frozenset(("USER",))
    not_before_ms: float | None = None
    before_ms: float | None = None


async def listed(
    context: Context, wanted: Wanted, *, after: BackupArn | None, limit: int
) -> tuple[list[Backup], bool]:
    """Returns `limit` backups at most, and whether more follow. after: the position to begin at."""
    found: list[Backup] = []
    fits = _filter(wanted)
    span = _span(context, wanted, after)
    while len(found) <= limit:
        page = await context.node.storage.scan(
            span, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES
        )
        found += filter(fits, map(backup_from_bytes, page.values))
        if page.last is None:
            break
        partition, sort = page.last
        span = Span(span.space, span.table, (partition, sort + b"\x00"), span.end)
    return found[:limit], len(found) > limit


def _span(context: Context, wanted: Wanted, after: BackupArn | None) -> Span:
    """Returns the span of the entries that may be wanted."""
    after_sort = b""
    if after is not None:
        place = context.region, context.account_id, after.table_name
        after_sort = backup_key(*place, after.id).sort
    span = backups_span(context.region, context.account_id, after=after_sort)
    if wanted.not_before_ms is None or span.start is None:
        return span
    earliest_ms = int(min(max(wanted.not_before_ms, 0), _ID_MS_MAX))
    partition, sort = span.start
    return Span(
        span.space, span.table, (partition, max(sort, f"{earliest_ms:014d}".encode())), span.end
    )


def _filter(wanted: Wanted) -> Callable[[Backup], bool]:
    def fits(backup: Backup) -> bool:
        created_ms = backup["CreatedMs"]
        return (
            backup["Kind"] in wanted.kinds
            and wanted.table_name in {None, backup["Source"]["TableName"]}
            and (wanted.not_before_ms is None or created_ms >= wanted.not_before_ms)
            and (wanted.before_ms is None or created_ms < wanted.before_ms)
        )

    return fits
