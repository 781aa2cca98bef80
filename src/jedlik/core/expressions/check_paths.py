"""The rule that the paths of an update or a projection must not meet.

Two paths overlap if they are equal or if one leads into the other. They conflict if one uses a
value as a map and the other uses it as a list. Paths are compared in written order. The first
overlap is reported before any conflict. Sources: dynalite test/updateItem.js and test/getItem.js;
recorded answers, October 2026.
"""

from collections.abc import Sequence

from jedlik.core.expressions.nodes import Element, Path
from jedlik.core.expressions.tokens import expression_invalid


class _Branch:
    """A value that paths lead to or through: the first of these paths, and the next steps."""

    __slots__ = ("ends", "first", "first_index", "first_name", "steps")

    def __init__(self, first: Path) -> None:
        self.first = first
        self.first_name: Path | None = None  # the first path that continues with a name in a map
        # the first path that continues with an index in a list
        self.first_index: Path | None = None
        self.ends = False  # `first` ends here
        self.steps: dict[Element, _Branch] = {}


def check_disjoint(kind: str, paths: Sequence[Path]) -> None:
    """Raises Reject if two of `paths` overlap or conflict. Time: linear in the number of steps."""
    if len(paths) == 1 or len({path.name for path in paths}) == len(paths):
        return
    roots: dict[str, _Branch] = {}
    conflict: tuple[Path, Path] | None = None
    for path in paths:
        branch = roots.get(path.name)
        if branch is None:
            branch = roots[path.name] = _Branch(path)
            is_new = True
        else:
            is_new = False
        for step in path.steps:
            if branch.ends:
                break
            conflict = conflict or _conflict(branch, path, step)
            following = branch.steps.get(step)
            is_new = following is None
            if following is None:
                following = branch.steps[step] = _Branch(path)
            branch = following
        if not is_new:
            raise _clash(kind, "overlap", branch.first, path)
        branch.ends = True
    if conflict is not None:
        raise _clash(kind, "conflict", *conflict)


def _conflict(branch: _Branch, path: Path, step: Element) -> tuple[Path, Path] | None:
    """Returns the pair of paths in conflict if `path` goes on from `branch` by `step`, or None."""
    if isinstance(step, str):
        branch.first_name = branch.first_name or path
        other = branch.first_index
    else:
        branch.first_index = branch.first_index or path
        other = branch.first_name
    return (other, path) if other else None


def path_text(path: Path) -> str:
    """Returns a path as error texts show it: `[a, b, [1]]`."""
    steps = [f", [{step}]" if isinstance(step, int) else f", {step}" for step in path.steps]
    return f"[{path.name}{''.join(steps)}]"


def _clash(kind: str, verb: str, one: Path, two: Path) -> Exception:
    return expression_invalid(
        kind,
        f"Two document paths {verb} with each other; must remove or rewrite one of these paths; "
        f"path one: {path_text(one)}, path two: {path_text(two)}",
    )
