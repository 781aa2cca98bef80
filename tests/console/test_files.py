"""The files of the web console, from a small build."""

import gzip
import logging
from pathlib import Path

import orjson
import pytest

from jedlik.console.files import STATIC, Files
from jedlik.wire.http.message import HttpRequest, HttpResponse

INDEX = b"<!doctype html><script type=module src=/console/assets/app-DWl3xk_9.js></script>"
SCRIPT = b"export const answer = 42;\n" * 400
FACTS = {"version": "1", "authentication": "open", "regions": ["us-east-1"]}
SAFE = (
    b"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src "
    b"'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri "
    b"'none'; form-action 'none'\r\n",
    b"X-Content-Type-Options: nosniff\r\n",
    b"X-Frame-Options: DENY\r\n",
    b"Referrer-Policy: no-referrer\r\n",
    b"Cross-Origin-Opener-Policy: same-origin\r\n",
)
IMMUTABLE = b"Cache-Control: public, max-age=31536000, immutable\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    for name, content in (
        ("index.html", INDEX),
        ("icon.svg", b"<svg/>"),
        ("assets/app-DWl3xk_9.js", SCRIPT),
        ("assets/app.css", b"a{}"),
        ("assets/strange-12345678.bin", b"\x00"),
    ):
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    (tmp_path / "manifest.json").write_text("{}")
    return tmp_path


def asked(files: Files, target: bytes, method: bytes = b"GET", **headers: bytes) -> HttpResponse:
    named = {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return files.answer(HttpRequest(method, target, named, b"", "127.0.0.1:40000", b"ID"))


def header(response: HttpResponse, name: bytes) -> bytes:
    lines = dict(line.split(b": ", 1) for line in response.headers.split(b"\r\n") if line)
    return lines.get(name, b"")


def test_files_are_found_by_their_exact_path(folder: Path) -> None:
    files = Files(folder, b"/console", FACTS)
    for target, content, content_type in (
        (b"/console/", INDEX, b"text/html; charset=utf-8"),
        (b"/console/?x=/../y", INDEX, b"text/html; charset=utf-8"),
        (b"/console/index.html", INDEX, b"text/html; charset=utf-8"),
        (b"/console/icon.svg", b"<svg/>", b"image/svg+xml"),
        (b"/console/assets/app-DWl3xk_9.js", SCRIPT, b"text/javascript; charset=utf-8"),
        (b"/console/assets/app.css", b"a{}", b"text/css; charset=utf-8"),
        (b"/console/assets/strange-12345678.bin", b"\x00", b"application/octet-stream"),
    ):
        response = asked(files, target)
        assert (response.status, response.body) == (200, content), target
        assert header(response, b"Content-Type") == content_type


@pytest.mark.parametrize(
    "target",
    [
        b"/console/assets",
        b"/console/assets/",
        b"/console/manifest.json",
        b"/console/index.html.gz",
        b"/console/assets/../index.html",
        b"/console//index.html",
        b"/console/%69ndex.html",
        b"/console/../../files.py",
        b"/console/\xff",
        b"/console/INDEX.HTML",
    ],
)
def test_nothing_else_is_found(folder: Path, target: bytes) -> None:
    response = asked(Files(folder, b"/console", FACTS), target)
    assert (response.status, header(response, b"Cache-Control")) == (404, b"no-store")
    assert response.body == b"The console has no such file.\n"


def test_a_file_stays_compressed_for_whoever_accepts_it(folder: Path) -> None:
    files = Files(folder, b"/console", FACTS)
    target = b"/console/assets/app-DWl3xk_9.js"
    for accepted in (b"gzip, deflate, br, zstd", b"deflate, gzip;q=0.5", b"*"):
        response = asked(files, target, accept_encoding=accepted)
        assert header(response, b"Content-Encoding") == b"gzip"
        assert gzip.decompress(response.body) == SCRIPT
    for refused in (b"", b"identity", b"gzip;q=0", b"deflate, br"):
        response = asked(files, target, accept_encoding=refused)
        assert (header(response, b"Content-Encoding"), response.body) == (b"", SCRIPT)
        assert response.is_encoded  # the edge must not compress it again
    assert header(response, b"Vary") == b"Accept-Encoding"


def test_browsers_ask_again_only_for_what_may_change(folder: Path) -> None:
    files = Files(folder, b"/console", FACTS)
    for target in (b"/console/assets/app-DWl3xk_9.js", b"/console/assets/strange-12345678.bin"):
        response = asked(files, target)
        assert IMMUTABLE in response.headers
        assert not header(response, b"ETag")
    for target in (b"/console/", b"/console/icon.svg", b"/console/assets/app.css"):
        response = asked(files, target)
        assert header(response, b"Cache-Control") == b"no-cache"
        tag = header(response, b"ETag")
        for names in (tag, b'"other", ' + tag, tag.removeprefix(b"W/"), b"*"):
            same = asked(files, target, if_none_match=names, accept_encoding=b"gzip")
            assert (same.status, header(same, b"ETag")) == (304, tag)
        other = asked(files, target, if_none_match=b'W/"other"')
        assert (other.status, other.body) == (200, response.body)


def test_the_tag_changes_with_the_content(folder: Path) -> None:
    before = header(asked(Files(folder, b"/console", FACTS), b"/console/"), b"ETag")
    (folder / "index.html.gz").write_bytes(gzip.compress(INDEX + b" ", mtime=0))
    assert header(asked(Files(folder, b"/console", FACTS), b"/console/"), b"ETag") != before


def test_what_the_sign_in_page_must_know(folder: Path) -> None:
    response = asked(Files(folder, b"/console", FACTS), b"/console/server.json")
    assert (response.status, orjson.loads(response.body)) == (200, FACTS)
    assert header(response, b"Content-Type") == b"application/json"
    assert header(response, b"Cache-Control") == b"no-store"


def test_the_folder_without_a_slash_leads_to_the_one_with_it(folder: Path) -> None:
    for target in (b"/console", b"/console?a=b"):
        response = asked(Files(folder, b"/console", FACTS), target)
        assert (response.status, header(response, b"Location")) == (302, b"/console/")


def test_every_answer_is_safe(folder: Path) -> None:
    files = Files(folder, b"/console", FACTS)
    for target in (b"/console", b"/console/", b"/console/icon.svg", b"/console/server.json", b"/x"):
        for method in (b"GET", b"HEAD", b"PUT", b"OPTIONS"):
            response = asked(files, target, method, origin=b"https://evil.example")
            assert all(line in response.headers for line in SAFE), (target, method)
            assert b"Access-Control" not in response.headers
            assert (response.status == 405) is (method in (b"PUT", b"OPTIONS"))


def test_a_console_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        files = Files(folder, b"/console", FACTS)
        response = asked(files, b"/console/")
        assert response.status == 404
        assert b"Run `make console`" in response.body
        assert asked(files, b"/console/server.json").status == 200


def test_files_that_cannot_be_read_are_no_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", fail)
    with caplog.at_level(logging.ERROR):
        files = Files(folder, b"/console", FACTS)
    assert asked(files, b"/console/").status == 404
    assert "the files of the console cannot be read" in caplog.text


def test_a_damaged_file_is_reported(folder: Path) -> None:
    (folder / "icon.svg.gz").write_bytes(gzip.compress(b"<svg/>")[:-3])
    (folder / "assets" / "app.css.gz").write_bytes(b"no gzip")
    files = Files(folder, b"/console", FACTS)
    for target in (b"/console/icon.svg", b"/console/assets/app.css"):
        response = asked(files, target)
        assert (response.status, header(response, b"Cache-Control")) == (500, b"no-store")


def test_the_build_is_where_the_package_is() -> None:
    assert STATIC.parent == Path(__file__).parents[2] / "src" / "jedlik" / "console"
