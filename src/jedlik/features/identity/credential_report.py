"""The report of the credentials of an account: a line of CSV for each user.

Source of the columns: IAM User Guide, "Generate credential reports for your AWS account".
"""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from jedlik.engine.context import Node
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.listing import Wanted, list_entities
from jedlik.features.identity.records import (
    UserRecord,
    access_key_entry,
    account_entry,
    last_use_entry,
    user_entry,
)
from jedlik.features.identity.transaction import Transaction

_COLUMNS: Final = (
    *("user", "arn", "user_creation_time", "password_enabled", "password_last_used"),
    *("password_last_changed", "password_next_rotation", "mfa_active"),
    *("access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date"),
    *("access_key_1_last_used_region", "access_key_1_last_used_service"),
    *("access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date"),
    *("access_key_2_last_used_region", "access_key_2_last_used_service"),
    *("cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated"),
)
_NONE: Final = "N/A"
_FALSE: Final = "false"
_PAGE: Final = 500
_DEFAULTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(_COLUMNS, _NONE),
    "mfa_active": _FALSE,
    "access_key_1_active": _FALSE,
    "access_key_2_active": _FALSE,
    "cert_1_active": _FALSE,
    "cert_2_active": _FALSE,
}


async def credential_report(node: Node, account_id: str) -> str:
    """Returns the report, with the root first and the users in the order of their names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    transaction = Transaction(node)
    writer.writerow(await _root(transaction, account_id))
    after = ""
    while True:
        page = Wanted(after, _PAGE)
        listed = await list_entities(node, (account_id, "user"), user_entry, page, "/")
        for user in listed.items:
            writer.writerow(await _line(transaction, user))
        if listed.marker is None:
            return text.getvalue()
        after = listed.items[-1]["Name"].lower()


async def _root(transaction: Transaction, account_id: str) -> dict[str, str]:
    account = await transaction.get(account_entry(account_id))
    line = dict(_DEFAULTS)
    line["user"] = "<root_account>"
    line["arn"] = f"arn:aws:iam::{account_id}:root"
    line["password_enabled"] = "not_supported"  # noqa: S105  (no password)
    if account is not None:
        line["user_creation_time"] = _time(account["CreatedS"])
        if "RootAccessKey" in account:
            await _add_key(transaction, line, 1, account["RootAccessKey"])
    return line


async def _line(transaction: Transaction, user: UserRecord) -> dict[str, str]:
    line = dict(_DEFAULTS)
    line["user"] = user["Name"]
    line["arn"] = arn_of(user, "user")
    line["user_creation_time"] = _time(user["CreatedS"])
    line["password_enabled"] = str(user["HasPassword"]).lower()
    if "PasswordLastUsedS" in user:
        line["password_last_used"] = _time(user["PasswordLastUsedS"])
    for number, key_id in enumerate(user["AccessKeys"], 1):
        await _add_key(transaction, line, number, key_id)
    return line


async def _add_key(
    transaction: Transaction, line: dict[str, str], number: int, key_id: str
) -> None:
    key = await transaction.get(access_key_entry(key_id))
    if key is None:
        return
    name = f"access_key_{number}"
    line[f"{name}_active"] = str(key["Status"] == "Active").lower()
    line[f"{name}_last_rotated"] = _time(key["CreatedS"])
    use = await transaction.get(last_use_entry(key_id))
    if use is not None:
        line[f"{name}_last_used_date"] = _time(use["TimeS"])
        line[f"{name}_last_used_region"] = use["Region"]
        line[f"{name}_last_used_service"] = use["Service"]


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
