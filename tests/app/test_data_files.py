"""Files of a load: compressed or not, folders, exports with manifests, and damage."""

import gzip
from pathlib import Path

import orjson
import pytest

from jedlik.app.data_files import LINE_BYTES_MAX, DataError, DataFile, data_files, lines_of
from jedlik.app.settings import SettingsError


def texts(file: DataFile) -> list[bytes]:
    return [line.text for line in lines_of(file)]


def export(folder: Path, *, items: int = 1, ending: str = ".json.gz") -> Path:
    """Makes an export with two files of one item each. items: what the manifest says."""
    (folder / "data").mkdir(parents=True)
    lines: list[bytes] = []
    for name in ("b", "a"):
        (folder / "data" / f"{name}{ending}").write_bytes(gzip.compress(name.encode() + b"\n"))
        key = f"prefix/AWSDynamoDB/01-x/data/{name}{ending}"
        lines.append(orjson.dumps({"itemCount": items, "dataFileS3Key": key}))
    (folder / "manifest-files.json").write_bytes(b"\n".join(lines))
    (folder / "manifest-summary.json").write_text("{}")
    return folder


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"one\n\n  \ntwo")
    found = data_files([file])
    assert found == [DataFile(file, 11)]
    lines = list(lines_of(found[0]))
    assert [(line.number, line.text) for line in lines] == [(1, b"one\n"), (4, b"two")]
    assert lines[-1].passed_bytes == 11


def test_compression_is_found_by_the_content(tmp_path: Path) -> None:
    file = tmp_path / "no ending"
    file.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"two\n"))  # as `cat` joins them
    assert texts(data_files([file])[0]) == [b"one\n", b"two\n"]
    file.write_bytes(b"")
    assert texts(data_files([file])[0]) == []


def test_standard_input_is_the_default() -> None:
    assert data_files([]) == [DataFile(None)]
    assert DataFile(None).name == "standard input"


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("b.json", "a.jsonl", "inner/c.json.gz", "notes.txt", "manifest-summary.json"):
        (tmp_path / name).write_text(name)
    found = [each.path for each in data_files([tmp_path])]
    assert found == [tmp_path / name for name in ("a.jsonl", "b.json", "inner/c.json.gz")]


def test_an_export(tmp_path: Path) -> None:
    folder = export(tmp_path / "AWSDynamoDB" / "01-x")
    for given in (tmp_path, folder):  # also if a folder above it is given
        found = data_files([given])
        names = [(each.path and each.path.name, each.items) for each in found]
        assert names == [("b.json.gz", 1), ("a.json.gz", 1)]
        assert texts(found[0]) == [b"b\n"]


def test_an_incremental_export(tmp_path: Path) -> None:
    """Its files are in a folder that all of them share (Developer Guide, "DynamoDB table
    export output format").
    """
    folder = export(tmp_path / "01-x")
    (folder / "data").rename(tmp_path / "data")
    (tmp_path / "data" / "other.json.gz").write_bytes(gzip.compress(b"of another export\n"))
    for given in (folder, tmp_path):
        assert [texts(each) for each in data_files([given])] == [[b"b\n"], [b"a\n"]]
    (tmp_path / "data" / "a.json.gz").unlink()
    with pytest.raises(SettingsError, match="with the folder data next to it"):
        data_files([folder])


def test_exports_that_cannot_be_read(tmp_path: Path) -> None:
    folder = export(tmp_path / "all" / "01-x")
    export(tmp_path / "all" / "02-x")
    with pytest.raises(SettingsError, match=r"has 2 exports. Give the folder of one.*01-x"):
        data_files([tmp_path / "all"])
    (folder / "data" / "a.json.gz").unlink()
    with pytest.raises(SettingsError, match=r"lists data/a.json.gz, and that file is missing"):
        data_files([folder])
    manifest = folder / "manifest-files.json"
    for text in ("[]", "{", '{"dataFileS3Key": "x"}', '{"itemCount": "x", "dataFileS3Key": 1}'):
        manifest.write_text("\n" + text)
        with pytest.raises(SettingsError, match=r"manifest-files.json, line 2 is damaged"):
            data_files([folder])
    # A name in a manifest never leads out of the folder.
    manifest.write_text('{"itemCount": 1, "dataFileS3Key": "../../../etc/passwd"}')
    with pytest.raises(SettingsError, match="lists data/passwd, and that file is missing"):
        data_files([folder])
    ion = export(tmp_path / "ion", ending=".ion.gz")
    with pytest.raises(SettingsError, match="in Amazon Ion"):
        data_files([ion])
    (ion / "manifest-files.json").unlink()
    with pytest.raises(SettingsError, match="in Amazon Ion"):
        data_files([ion])


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"has no files that end with .json"):
        data_files([tmp_path])
    with pytest.raises(SettingsError, match=r"cannot read .*none: No such file"):
        data_files([tmp_path / "none"])


def test_damage(tmp_path: Path) -> None:
    file = tmp_path / "a.json.gz"
    content = gzip.compress(b"".join(b"line %d\n" % each for each in range(9)))
    changed = bytearray(content)
    changed[-6] ^= 1  # the checksum of gzip
    for damaged in (content[:-9], changed):
        file.write_bytes(damaged)
        with pytest.raises(DataError, match=r"a.json.gz is damaged or cut after line .*again"):
            texts(data_files([file])[0])
    file.write_bytes(b"x" * (LINE_BYTES_MAX + 1))
    with pytest.raises(DataError, match="line 1: it has more than 16 MB"):
        texts(data_files([file])[0])
    found = data_files([file])[0]
    file.unlink()
    with pytest.raises(DataError, match="cannot read"):
        texts(found)
