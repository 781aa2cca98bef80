"""The attributes that a condition reads."""

from jedlik.core.expressions.nodes import (
    And,
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


def attribute_names(condition: Condition) -> frozenset[str]:
    """The top-level names that a resolved condition mentions."""
    names: set[str] = set()
    rest: list[Condition | Operand] = [condition]
    while rest:
        node = rest.pop()
        if isinstance(node, Path):
            names.add(node.name)
        elif isinstance(node, And | Or):
            rest += node.conditions
        elif isinstance(node, Not):
            rest.append(node.condition)
        elif isinstance(node, Comparison):
            rest += (node.left, node.right)
        elif isinstance(node, Between):
            rest += (node.operand, node.lower, node.upper)
        elif isinstance(node, In):
            rest += (node.operand, *node.candidates)
        elif isinstance(node, Function):
            rest += node.operands
    return frozenset(names)
