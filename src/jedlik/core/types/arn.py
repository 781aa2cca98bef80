"""Amazon Resource Names (ARNs) of tables and streams. A request may name a table by its ARN."""

from typing import Final, NamedTuple

_PREFIX: Final = "arn:aws:dynamodb:"


class TableArn(NamedTuple):
    """The parts of `arn:aws:dynamodb:<region>:<account>:table/<name>[/...]`."""

    region: str
    account_id: str
    table_name: str
    resource: str  # the part after the table's name, such as "stream/2026-...", or ""


def table_arn(region: str, account_id: str, table_name: str) -> str:
    """Returns the ARN of a table."""
    return f"{_PREFIX}{region}:{account_id}:table/{table_name}"


def parse_table_arn(text: str) -> TableArn | None:
    """Returns the parts of a table's ARN, or None if `text` is something else.

    A table has only one ARN. Policies compare texts, so with a second spelling (`table/T/`) a
    request would escape a Deny.
    """
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[:3] != ["arn", "aws", "dynamodb"]:
        return None
    kind, _, path = parts[5].partition("/")
    name, slash, resource = path.partition("/")
    if kind != "table" or not name or (slash and not resource):
        return None
    return TableArn(parts[3], parts[4], name, resource)


def stream_arn(arn_of_table: str, label: str) -> str:
    """Returns the ARN of a table's stream. `label`: the stream's label, a timestamp."""
    return f"{arn_of_table}/stream/{label}"
