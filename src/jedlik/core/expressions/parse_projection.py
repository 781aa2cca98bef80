"""Parser of ProjectionExpression: document paths, separated by commas."""

from functools import lru_cache
from typing import Final

from jedlik.core.expressions.check_text import check_path
from jedlik.core.expressions.nodes import Parsed, ProjectionPaths
from jedlik.core.expressions.tokens import (
    END,
    MAX_CACHED_CHARACTERS,
    Reader,
    checked_text,
)

_KIND: Final = "ProjectionExpression"


def parse(text: str) -> Parsed[ProjectionPaths]:
    """Returns the paths of a projection. Raises Reject if the text alone is wrong."""
    if len(text) <= MAX_CACHED_CHARACTERS:
        return _parse_cached(text)
    return _parse(text)


def _parse(text: str) -> Parsed[ProjectionPaths]:
    reader = Reader(checked_text(text, _KIND), _KIND)
    paths = [reader.path()]
    while reader.accept(","):
        paths.append(reader.path())
    if reader.token.kind != END:
        reader.syntax_error()
    for path in paths:
        check_path(reader, path)
    return Parsed(_KIND, tuple(paths), frozenset(reader.names), frozenset())


_parse_cached = lru_cache(maxsize=1024)(_parse)
