"""Documents derived from tables of the code. `make docs` writes them, a test compares them."""

import ast
import re
from pathlib import Path

from jedlik.apis.api import Api, Operation
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb.operations.refused import OPERATIONS_BY_CAPABILITY
from jedlik.apis.errors import Row
from jedlik.apis.registry import APIS
from tests.models.table import document, published
from tests.tidy.source import PACKAGE, ROOT

_LIMIT = re.compile(r"(\w+): Final = (.+?)  # (.+)")


def operations_document() -> str:
    """`docs/operations.md`: every operation and error of each API."""
    missing = {
        (DYNAMODB.name, name): capability
        for capability, names in OPERATIONS_BY_CAPABILITY.items()
        for name in names
    }
    lines = [
        "# Operations",
        "",
        "Generated from the APIs in `src/jedlik/apis/registry.py` by `make docs`.",
        "",
        "Jedlik refuses some operations, because it lacks the capability that they need. The error"
        " names this capability ([differences](differences.md)).",
        "",
        "| API | operation | plane | access | IAM action | refused: Jedlik has no |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {api.name} | {each.name} | {each.plane.value} | {each.access.value} |"
        f" {_action(api, each)} | {missing.get((api.name, each.name), '')} |"
        for api in APIS
        for each in api.operations.values()
    ]
    lines += ["", "## Errors", "", "| code | HTTP | retried by SDKs | APIs |", "|---|---|---|---|"]
    # Rows that differ in the form of the body only are one line.
    lines += dict.fromkeys(
        f"| {row.code} | {row.http_status} | {'yes' if row.retry else 'no'} | {', '.join(names)} |"
        for row, names in sorted(_apis_by_row().items())
    )
    return "\n".join(lines) + "\n"


def _action(api: Api, operation: Operation) -> str:
    """What policies call an operation. They cannot name one whose requests are not signed."""
    is_signed = operation.shape.is_signed
    return f"`{api.iam_prefix}:{operation.name}`" if is_signed else "none: not signed"


def _apis_by_row() -> dict[Row, list[str]]:
    """The rows of all errors, with the names of the APIs that have them."""
    found: dict[Row, list[str]] = {}
    for api in APIS:
        for row in api.errors.values():
            found.setdefault(row, []).append(api.name)
    return found


def limits_document() -> str:
    """`docs/limits.md`: every limit with its value and source."""
    lines = [
        "# Limits",
        "",
        "Generated from `src/jedlik/core/limits.py` by `make docs`. DG is the Developer Guide, API"
        ' is the API Reference. "recorded" means an answer recorded on the real service in October'
        " 2026.",
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


def members_document() -> str:
    """`docs/members.md`: every member of every request."""
    return document(published())


DOCUMENTS = {
    ROOT / "docs" / "members.md": members_document,
    ROOT / "docs" / "operations.md": operations_document,
    ROOT / "docs" / "limits.md": limits_document,
}


def write(path: Path) -> None:
    """Write one document."""
    path.write_text(DOCUMENTS[path]())


if __name__ == "__main__":
    for each in DOCUMENTS:
        write(each)
