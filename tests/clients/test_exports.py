"""Libraries of others read our exports: ion-js, and the unmarshaller of the SDK for JavaScript."""

import json
import subprocess
from base64 import b64decode
from collections.abc import Sequence
from copy import deepcopy
from decimal import Context
from pathlib import Path
from typing import Any

from tests.app.server import environment
from tests.clients.install import JAVASCRIPT
from tests.clients.test_clients import RUN_SECONDS, tool
from tests.engine.in_memory import Caller
from tests.features.exports.samples import (
    SECOND,
    MemoryBuckets,
    begin,
    begin_window,
    described,
    exporting,
    finish,
    recovery,
)

MOMENT = SECOND + 100
PRECISE = Context(prec=40)

FIRST: dict[str, Any] = {
    "pk": {"S": "first"},
    "text": {"S": 'line\nfeed, "quotes", \\ and €\u2028\x00'},
    "n": {"N": "-12345678901234567890.123456789"},
    "small": {"N": "1e-130"},
    "large": {"N": "9.9e125"},
    "zero": {"N": "0"},
    "b": {"B": "AP8="},
    "ss": {"SS": ["b", "a"]},
    "ns": {"NS": ["1.50", "-2", "1000"]},
    "bs": {"BS": ["AA==", "/w=="]},
    "list": {"L": [{"N": "1"}, {"S": ""}, {"L": []}, {"NULL": True}]},
    "map": {"M": {"a b": {"BOOL": True}, "'": {"M": {}}}},
    "none": {"NULL": True},
    "no": {"BOOL": False},
}
CHANGED: dict[str, Any] = {**FIRST, "n": {"N": "7"}}
DELETED: dict[str, Any] = {"pk": {"S": "deleted"}, "n": {"N": "2"}}
NEW: dict[str, Any] = {"pk": {"S": "new"}, "n": {"N": "3"}}


def plain(value: dict[str, Any]) -> Any:
    """Returns an attribute value as `exports.js` prints it."""
    ((kind, content),) = value.items()
    if kind == "L":
        return [plain(each) for each in content]
    if kind == "M":
        return plain_map(content)
    if kind in {"SS", "NS", "BS"}:
        return {"set": sorted(plain({kind[0]: each}) for each in content)}
    if kind == "N":
        sign, digits, exponent = PRECISE.create_decimal(content).normalize(PRECISE).as_tuple()
        return f"{'-' * sign}{''.join(map(str, digits))}e{exponent}"
    if kind == "B":
        return f"0x{b64decode(content).hex()}"
    return None if kind == "NULL" else content


def plain_map(members: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in members.items()}


def changes() -> tuple[Caller, MemoryBuckets]:
    """Returns a caller with a table that changed at one moment, 900 s ago, and its buckets."""
    caller, buckets = exporting()
    caller.create()
    recovery(caller)
    for item in (FIRST, DELETED):
        caller.call("PutItem", TableName="music", Item=deepcopy(item))
    caller.clock.time_ms = MOMENT * 1000
    for item in (CHANGED, NEW):
        caller.call("PutItem", TableName="music", Item=deepcopy(item))
    caller.call("DeleteItem", TableName="music", Key={"pk": DELETED["pk"]})
    caller.clock.time_ms = (MOMENT + 900) * 1000
    return caller, buckets


def change(view: str, key: Any, **images: dict[str, Any]) -> dict[str, Any]:
    """Returns a record of an incremental export."""
    micros = plain({"N": str(MOMENT * 1_000_000)})
    shown = {"Metadata": {"WriteTimestampMicros": micros}, "Keys": {"pk": plain(key)}}
    if view == "NEW_IMAGE":
        images.pop("OldImage", None)
    return {**shown, **{name: plain_map(image) for name, image in images.items()}}


def expected_changes(view: str) -> list[dict[str, Any]]:
    return [
        change(view, FIRST["pk"], NewImage=CHANGED, OldImage=FIRST),
        change(view, DELETED["pk"], OldImage=DELETED),
        change(view, NEW["pk"], NewImage=NEW),
    ]


def write(buckets: MemoryBuckets, folder: Path) -> None:
    for key, data in buckets.objects.items():
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def printed(folder: Path, summaries: Sequence[str]) -> list[str]:
    """Returns the lines that `exports.js` prints."""
    node = tool(JAVASCRIPT, "node")
    done = subprocess.run(
        [node, str(JAVASCRIPT.declaring / "exports.js"), str(folder), *summaries],
        env=environment({"NODE_PATH": str(JAVASCRIPT.installed / "node_modules")}),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]  # not splitlines: texts have other separators of lines


def records(lines: Sequence[str]) -> list[Any]:
    return [json.loads(line) for line in lines]


def in_order(found: Sequence[dict[str, Any]]) -> list[Any]:
    return sorted(found, key=lambda each: json.dumps(each, sort_keys=True))


def test_ion_js_and_the_sdk_for_javascript(tmp_path: Path) -> None:
    caller, buckets = changes()
    arns: list[str] = []
    expected: list[tuple[str, list[dict[str, Any]]]] = []
    for form in ("DYNAMODB_JSON", "ION"):
        arns.append(begin(caller, ExportFormat=form)["ExportArn"])
        items = [plain_map(each) for each in (CHANGED, NEW)]
        expected.append((f"{form} FULL_EXPORT  2", items))
        for view in ("NEW_AND_OLD_IMAGES", "NEW_IMAGE"):
            begun = begin_window(caller, MOMENT, MOMENT + 900, view=view, ExportFormat=form)
            arns.append(begun["ExportArn"])
            title = f"{form} INCREMENTAL_EXPORT {view} 3"
            expected.append((title, expected_changes(view)))
    finish(caller)
    write(buckets, tmp_path)
    lines = printed(tmp_path, [described(caller, arn)["ExportManifest"] for arn in arns])
    for title, wanted in expected:
        assert lines.pop(0) == title
        found = [lines.pop(0) for _ in wanted]
        assert in_order(records(found)) == in_order(wanted)
    assert not lines
