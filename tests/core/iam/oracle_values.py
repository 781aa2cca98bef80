"""Values of policies and requests, read naively for the oracle. It imports nothing of `jedlik`."""

import base64
import binascii
import ipaddress
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

Json = Any


def as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def as_text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def wildcards_regex(text: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in text)


def fits(regex: str, value: str, flags: int = 0) -> bool:
    return re.fullmatch(regex, value, re.DOTALL | flags) is not None


def split_arn(text: str) -> list[str]:
    """Splits at the first five colons that are in no variable."""
    parts, depth = [""], 0
    for at, character in enumerate(text):
        if text.startswith("${", at) and "}" in text[at:]:
            depth = 1
        if character == "}":
            depth = 0
        if character == ":" and not depth and len(parts) < 6:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def number_of(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text, re.ASCII) else None


def date_of(text: str) -> Decimal | None:
    """Years repeat every 400, so years that Python cannot hold are moved into 2000 to 2399."""
    if re.fullmatch(r"\d+", text):
        return Decimal(text)
    form = re.fullmatch(
        r"(-?\d+)(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|([+-])(\d\d):(\d\d))?)?",
        text.upper(),
    )
    if form is None:
        return None
    cycles, year = divmod(int(form[1]) - 2000, 400)
    numbers = [int(each or rest) for each, rest in zip(form.groups()[1:6], "11000", strict=True)]
    moment = datetime(2000 + year, *numbers, tzinfo=UTC)  # type: ignore[misc,arg-type]
    if form[9]:
        away = timedelta(hours=int(form[10]), minutes=int(form[11]))
        moment = moment - away if form[9] == "+" else moment + away
    seconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    return Decimal(int(seconds) + cycles * 146_097 * 86_400) + Decimal(form[7] or 0)


def bytes_of(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def is_in_network(given: str, wanted: str) -> bool:
    try:
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False
