"""The rule that no path leads into a key attribute, because key attributes are scalars.

Source: dynalite's tests, for projections, filters and updates. It is not known whether the service
also checks the conditions of writes.
"""

from collections.abc import Iterable, Sequence

from jedlik.core.errors import invalid
from jedlik.core.expressions.attribute_names import paths_of
from jedlik.core.expressions.nodes import Condition, Literal, Path, Projection, Set, Update

Scalars = Sequence[tuple[str, str]]  # the word that errors use for a key attribute, and its name


def check_key_paths(
    scalars: Scalars, projection: Projection | None, condition: Condition | None = None
) -> None:
    """Raises Reject for a path into a key attribute of the table or of one of its indexes."""
    if projection is not None:
        _check_paths(scalars, projection)
    if condition is not None:
        _check_paths(scalars, paths_of(condition))


def check_paths(table: Table, paths: Iterable[Path]) -> None:
    """Raises Reject if one of the paths leads into a key attribute."""
    nested = {path.name for path in paths if path.steps}
    if not nested:
        return
    for role, name in scalars:
        if name in nested:
            raise invalid(
                "Key attributes must be scalars; list random access '[]' and map lookup '.' "
                f"are not allowed: {role}: {name}"
            )
