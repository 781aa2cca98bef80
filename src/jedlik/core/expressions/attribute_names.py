"""The paths and the attributes that a condition or an operand reads."""

from collections.abc import Iterator

from jedlik.core.expressions.nodes import (
    And,
    Arithmetic,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Not,
    Operand,
    Or,
    Path,
)
from jedlik.core.pauses import spend


def attribute_names(condition: Condition) -> frozenset[str]:
    """Returns the top-level names that a resolved condition mentions."""
    return frozenset([path.name for path in paths_of(condition)])


def paths_of(root: Condition | Operand | Arithmetic) -> Iterator[Path]:
    """Yields every document path below a resolved node. A path may be yielded several times."""
    rest: list[Condition | Operand | Arithmetic] = [root]
    while rest:
        spend(1)
        node = rest.pop()
        if isinstance(node, Path):
            yield node
        elif isinstance(node, (And, Or)):
            rest += node.conditions
        elif isinstance(node, Not):
            rest.append(node.condition)
        elif isinstance(node, Arithmetic):
            rest += (node.left, node.right)
        elif isinstance(node, (Comparison, Function, Between, In)):
            rest += node.operands
