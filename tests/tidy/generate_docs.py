"""Documents derived from tables of the code. `make docs` writes them, a test compares them."""

import ast
import re
from pathlib import Path

from jedlik.apis.dynamodb.operations.refused import OPERATIONS_BY_CAPABILITY
from jedlik.apis.registry import OPERATIONS
from jedlik.core.errors import ERRORS
from tests.tidy.source import PACKAGE, ROOT

_LIMIT = re.compile(r"(\w+): Final = (.+?)  # (.+)")


def operations_document() -> str:
    """`docs/operations.md`: every operation with what derives from its row."""
    wanting = {name: why for why, names in OPERATIONS_BY_CAPABILITY.items() for name in names}
    lines = [
        "# Operations",
        "",
        "Made from the table in `src/jedlik/apis/registry.py` by `make docs`.",
        "",
        "Those that are refused say what they wait for ([differences](differences.md)).",
        "",
        "| operation | API | plane | access | IAM action | refused for want of |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.name} | {each.api.value} | {each.plane.value} | {each.access.value} |"
        f" `dynamodb:{each.name}` | {wanting.get(each.name, '')} |"
        for each in OPERATIONS
    ]
    lines += ["", "## Errors", "", "| code | HTTP | retried by SDKs |", "|---|---|---|"]
    lines += [
        f"| {row.code} | {row.http_status} | {'yes' if row.retry else 'no'} |" for row in ERRORS
    ]
    return "\n".join(lines) + "\n"


def limits_document() -> str:
    """`docs/limits.md`: every limit with its value and source."""
    lines = [
        "# Limits",
        "",
        "Made from `src/jedlik/core/limits.py` by `make docs`. DG is the Developer Guide, API the"
        " API Reference; recorded: an answer recorded on the real service in October 2026.",
        "",
        "| limit | value | source |",
        "|---|--:|---|",
    ]
    for line in (PACKAGE / "core" / "limits.py").read_text().splitlines():
        found = _LIMIT.match(line)
        if found is not None:
            name, value, source = found.groups()
            lines.append(f"| `{name}` | {_evaluated(value):,} | {source} |")
    return "\n".join(lines) + "\n"


def _evaluated(expression: str) -> int:
    """The value of a product of integers."""
    node = ast.parse(expression, mode="eval").body
    return _number(node)


def _number(node: ast.expr) -> int:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return _number(node.left) * _number(node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_number(node.operand)
    assert isinstance(node, ast.Constant), ast.dump(node)
    assert isinstance(node.value, int)
    return node.value


DOCUMENTS = {
    ROOT / "docs" / "operations.md": operations_document,
    ROOT / "docs" / "limits.md": limits_document,
}


def write(path: Path) -> None:
    """Write one document."""
    path.write_text(DOCUMENTS[path]())


if __name__ == "__main__":
    for each in DOCUMENTS:
        write(each)
