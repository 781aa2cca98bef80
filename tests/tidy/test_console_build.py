"""The build of the web console agrees with its sources and stays small (docs/adr/0035-console.md).

The budgets are those of the ADR. A build that exceeds one needs another way to build, not a larger
number.
"""

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.tidy.console_build import (
    CONSOLE,
    MANIFEST,
    STATIC,
    contents,
    differences,
    first_load,
    hash_of_sources,
    main,
)

FIRST_LOAD_BYTES = 550_000  # compressed
ALL_BYTES = 6_000_000  # decompressed
WHEEL_BYTES = 1_600_000  # compressed, so that is what the wheel grows by

built = pytest.mark.skipif(not STATIC.exists(), reason="the console is not built yet")


@built
def test_the_build_was_made_from_the_sources() -> None:
    manifest = json.loads((STATIC / MANIFEST).read_text())
    assert manifest["sources"] == hash_of_sources(CONSOLE), "run `make console`"


@built
def test_the_first_load_is_small() -> None:
    files = first_load(STATIC)
    assert len(files) > 1, "index.html names no script"
    assert sum((STATIC / f"{name}.gz").stat().st_size for name in files) <= FIRST_LOAD_BYTES


@built
def test_the_whole_build_is_small() -> None:
    assert sum(map(len, contents(STATIC).values())) <= ALL_BYTES
    compressed = [path for path in STATIC.rglob("*") if path.is_file() and path.name != MANIFEST]
    assert all(path.suffix == ".gz" for path in compressed)
    assert sum(path.stat().st_size for path in compressed) <= WHEEL_BYTES


def write(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_the_hash_of_the_sources_is_what_its_rule_says(tmp_path: Path) -> None:
    write(tmp_path, "src/b.ts", b"b")
    write(tmp_path, "src-a.ts", b"")
    write(tmp_path, ".npmrc", b"x\r\n")
    for name in ("node_modules/a.js", "src/node_modules/a/b.js", "README.md"):
        write(tmp_path, name, b"left out")
    (tmp_path / "link").symlink_to(tmp_path / ".npmrc")
    lines = [
        name + b"\x00" + sha256(content).hexdigest().encode() + b"\n"
        for name, content in ((b".npmrc", b"x\r\n"), (b"src-a.ts", b""), (b"src/b.ts", b"b"))
    ]
    assert hash_of_sources(tmp_path) == sha256(b"".join(lines)).hexdigest()
    write(tmp_path, "src/README.md", b"counts")
    assert hash_of_sources(tmp_path) != sha256(b"".join(lines)).hexdigest()


def test_builds_are_compared_by_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, level in ((one, 1), (other, 9)):
        write(folder, "index.html.gz", gzip.compress(b"page" * 99, level))
        write(folder, "assets/a.js.gz", gzip.compress(b"script"))
    assert differences(one, other) == []
    write(other, "assets/a.js.gz", gzip.compress(b"changed"))
    write(one, "old.svg.gz", gzip.compress(b""))
    assert differences(one, other) == ["assets/a.js", "old.svg"]
    assert main([str(tmp_path / "nothing")]) == (1 if STATIC.exists() else 0)
    assert ("run `make console`" in capsys.readouterr().out.lower()) is STATIC.exists()


def test_the_first_load_is_what_the_page_names(tmp_path: Path) -> None:
    page = (
        b'<link rel=icon href="/console/icon.svg"><script src="/console/assets/a.js"></script>'
        b"<link rel=modulepreload href=/console/assets/b.js><a href='https://x.example/c.js'>"
    )
    write(tmp_path, "index.html.gz", gzip.compress(page))
    assert first_load(tmp_path) == ["index.html", "assets/a.js", "assets/b.js", "icon.svg"]
