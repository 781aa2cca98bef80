"""Data of several files, and data that is not complete."""

from pathlib import Path

import pytest

from jedlik.app.data_files import DataError, DataFile, data_files
from jedlik.app.load_data import LoadData

TABLE = '{"Table": {"KeySchema": [], "AttributeDefinitions": []}, "Items": 2}'
END = '{"End": {"Items": 2}}'


def item(pk: str) -> str:
    return f'{{"Item": {{"pk": {{"S": "{pk}"}}}}}}'


def data(tmp_path: Path, *files: list[str]) -> LoadData:
    paths: list[Path] = []
    for number, lines in enumerate(files):
        paths.append(tmp_path / f"{number}.jsonl")
        paths[-1].write_text("\n".join(lines))
    return LoadData(data_files(paths))


def where(given: LoadData) -> list[str]:
    return [write.where.rpartition("/")[2] for write in given.writes(["pk"])]


def test_several_files(tmp_path: Path) -> None:
    given = data(tmp_path, [item("a")], [], [TABLE, item("b"), item("c"), END], [item("d")])
    assert given.header is None
    found = where(given)
    assert found == ["0.jsonl, line 1", "2.jsonl, line 2", "2.jsonl, line 3", "3.jsonl, line 1"]
    assert given.passed_bytes == given.total_bytes


def test_a_dump_is_recognised_before_it_is_read(tmp_path: Path) -> None:
    given = data(tmp_path, [TABLE, item("a"), item("b"), END])
    assert given.header is not None
    assert given.header.items == 2
    assert len(where(given)) == 2


def test_an_attribute_may_be_named_as_the_end(tmp_path: Path) -> None:
    assert where(data(tmp_path, ['{"pk": {"S": "a"}, "End": {"S": "x"}}'])) == ["0.jsonl, line 1"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([TABLE, item("a"), item("b")], "it has no last line"),
        ([TABLE], "it has no last line"),
        ([TABLE, item("a"), END], "it has 1 items, and should have 2"),
        ([TABLE, item("a"), item("b"), END, item("c")], "there are lines after the end"),
        ([TABLE, item("a"), TABLE, END], "line 3: it has no key of the table"),
        ([item("a"), END], "line 2: it has no key of the table"),
    ],
)
def test_what_is_not_complete(tmp_path: Path, lines: list[str], text: str) -> None:
    with pytest.raises(DataError, match=text):
        where(data(tmp_path, lines))


def test_a_file_of_an_export_has_too_few_items(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(item("a"))
    given = LoadData([DataFile(path, 30, items=2)])
    with pytest.raises(DataError, match=r"a.json is not complete: it has 1 items, .* have 2"):
        where(given)


def test_an_empty_file_has_no_items(tmp_path: Path) -> None:
    assert where(data(tmp_path, [])) == []
