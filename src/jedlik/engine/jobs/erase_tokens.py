"""The job that erases expired ClientRequestTokens, a little at a time."""

from typing import Final

from jedlik.engine.context import Node
from jedlik.engine.job import Job
from jedlik.engine.transactions.client_token import expired_tokens

_PIECE_ITEMS: Final = 500  # few enough to be erased between two requests


async def is_due(node: Node) -> bool:
    """Whether a token has expired for good."""
    span = expired_tokens(node.clock.now_ms())
    page = await node.storage.scan(span, limit_items=1, limit_bytes=1)
    return bool(page.values)


async def run(node: Node) -> None:
    """Erase some of them."""
    expired = expired_tokens(node.clock.now_ms())
    await node.storage.erase(expired, limit_items=_PIECE_ITEMS, fence=None)


JOB: Final = Job(name="erase tokens", every_s=60.0, is_due=is_due, run=run)
