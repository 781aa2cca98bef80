"""Lines of DynamoDB JSON. Form: recorded answers, October 2026; Developer Guide."""

import json

from jedlik.wire.item_files.write_json import Change, change_line, item_lines


def test_items() -> None:
    lines = item_lines([b'{"pk":{"S":"a"}}', b'{"pk":{"S":"b\\n"}}'])
    assert lines == b'{"Item":{"pk":{"S":"a"}}}\n{"Item":{"pk":{"S":"b\\n"}}}\n'
    assert item_lines([]) == b""


def test_changes() -> None:
    change = Change(b'{"pk":{"S":"a"}}', b'{"n":1}', b'{"n":2}', 1_680_109_764_000)
    line = change_line(change)
    assert line.endswith(b"}\n")
    assert list(json.loads(line)) == ["Metadata", "Keys", "NewImage", "OldImage"]
    assert json.loads(line) == {
        "Metadata": {"WriteTimestampMicros": {"N": "1680109764000000"}},
        "Keys": {"pk": {"S": "a"}},
        "NewImage": {"n": 1},
        "OldImage": {"n": 2},
    }
    assert "OldImage" not in json.loads(change_line(change._replace(old=None)))
    assert list(json.loads(change_line(change._replace(new=None, old=None)))) == [
        "Metadata",
        "Keys",
    ]
