"""Refuses paths that lead into key attributes: these are scalars, so nothing is inside them.

Source: dynalite's tests, for projections, filters and updates. Whether the service also refuses
such a path in the condition of a write is not known.
"""

from collections.abc import Iterable, Sequence

from jedlik.core.errors import invalid
from jedlik.core.expressions.attribute_names import paths_of
from jedlik.core.expressions.nodes import Condition, Literal, Path, Projection, Set, Update
from jedlik.core.pauses import spend

Scalars = Sequence[tuple[str, str]]  # the word that errors use for a key attribute, and its name


def check_key_paths(
    scalars: Scalars, projection: Projection | None, condition: Condition | None = None
) -> None:
    """Raises Reject for a path into a key attribute of the table or of one of its indexes."""
    if projection is not None:
        _check_paths(scalars, projection)
    if condition is not None:
        _check_paths(scalars, paths_of(condition))


def check_update_paths(scalars: Scalars, update: Update) -> None:
    """Raises Reject for an update that reads or writes a path into a key attribute."""
    paths: list[Path] = []
    for action in update:
        spend(1)
        if isinstance(action.path, Path):
            paths.append(action.path)
        if isinstance(action, Set) and not isinstance(action.value, Literal):
            paths += paths_of(action.value)
    _check_paths(scalars, paths)


def _check_paths(scalars: Scalars, paths: Iterable[Path]) -> None:
    nested = {path.name for path in paths if path.steps}
    if not nested:
        return
    for role, name in scalars:
        if name in nested:
            raise invalid(
                "Key attributes must be scalars; list random access '[]' and map lookup '.' "
                f"are not allowed: {role}: {name}"
            )
