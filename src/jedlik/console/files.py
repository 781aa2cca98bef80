"""Answers with the files of the console.

The build compresses each file, so an answer only copies bytes. A file is decompressed for a client
that does not accept gzip. All files are read together, once, so no request waits for the disk
later, and a path never reaches the file system.

A name below `assets` that ends with a hash of the content is never used for another content, so
browsers need not ask for it again. They ask for all other files each time, with the ETag that they
have.
"""

import gzip
import logging
import re
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple, final

import orjson

from jedlik.wire.http.content_encoding import accepts_gzip
from jedlik.wire.http.message import (
    FIRST_ACCEPT_ENCODING,
    HttpRequest,
    HttpResponse,
    header_lines,
)

_LOG: Final = logging.getLogger("jedlik")

STATIC: Final = Path(__file__).with_name("static")
_INDEX: Final = b"index.html"
_ENDING: Final = ".gz"
_UNCHANGING: Final = re.compile(r"assets/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+")
_TYPES: Final[Mapping[str, bytes]] = {
    ".css": b"text/css; charset=utf-8",
    ".html": b"text/html; charset=utf-8",
    ".ico": b"image/x-icon",
    ".js": b"text/javascript; charset=utf-8",
    ".json": b"application/json",
    ".png": b"image/png",
    ".svg": b"image/svg+xml",
    ".txt": b"text/plain; charset=utf-8",
    ".woff2": b"font/woff2",
}
_OTHER_TYPE: Final = b"application/octet-stream"
_TAG_DIGITS: Final = 32

# What a browser may do with the pages (ADR 0035). Cloudscape and React need no more than this.
_SAFETY: Final = header_lines(
    [
        (
            b"Content-Security-Policy",
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            b" font-src 'self' data:; connect-src 'self'; frame-ancestors 'none';"
            b" base-uri 'none'; form-action 'none'",
        ),
        (b"X-Content-Type-Options", b"nosniff"),
        (b"X-Frame-Options", b"DENY"),
        (b"Referrer-Policy", b"no-referrer"),
        (b"Cross-Origin-Opener-Policy", b"same-origin"),
    ]
)
_NO_STORE: Final = (b"Cache-Control", b"no-store")
_PLAIN: Final = _SAFETY + header_lines([(b"Content-Type", b"text/plain"), _NO_STORE])
_JSON: Final = _SAFETY + header_lines([(b"Content-Type", _TYPES[".json"]), _NO_STORE])
_NOT_FOUND: Final = b"The console has no such file.\n"
_NOT_BUILT: Final = (
    b"The console is not built. Run `make console` in the folder of the project, and start the"
    b" server again.\n"
)
_DAMAGED: Final = (
    b"A file of the console is damaged. Run `make console` in the folder of the project, or install"
    b" Jedlik again. Then start the server again.\n"
)
_ASKED: Final = b"if-none-match"


class _File(NamedTuple):
    """A file that can be asked for.

    headers: without Content-Encoding. tag: its ETag, empty without one. compressed: its content.
    """

    headers: bytes
    tag: bytes
    compressed: bytes


@final
class Files:
    """The files of the console, by the path that a browser asks for."""

    def __init__(self, folder: Path, path: bytes, server: Mapping[str, object]) -> None:
        """Reads all files of a build.

        folder: where the build is. path: below which browsers ask for it, such as b"/console".
        server: what `server.json` contains.
        """
        self._path = path
        self._root = path + b"/"
        found = _read(folder)
        self._files = {self._root + name: found[name] for name in found}
        if _INDEX in found:
            self._files[self._root] = found[_INDEX]
        self._server = orjson.dumps(server)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Returns the answer to a request for a path of the console, with any method but POST."""
        if request.method not in (b"GET", b"HEAD"):
            return HttpResponse(405, _PLAIN + b"Allow: GET, HEAD\r\n", b"")
        path = request.target.partition(b"?")[0]
        if path == self._path:
            return HttpResponse(302, _PLAIN + b"Location: %b\r\n" % self._root, b"")
        if path == self._root + b"server.json":
            return HttpResponse(200, _JSON, self._server)
        found = self._files.get(path)
        if found is not None:
            return _answer(request, found)
        return HttpResponse(404, _PLAIN, _NOT_FOUND if self._root in self._files else _NOT_BUILT)


def _answer(request: HttpRequest, file: _File) -> HttpResponse:
    """Returns a file in an encoding that the client accepts.

    An answer with the status 304 has the headers and the length of the file, and the edge sends no
    body with it (RFC 9110, 15.4.5).
    """
    headers = request.headers
    status = 304 if file.tag and _has_tag(headers.get(_ASKED, b""), file.tag) else 200
    accepted = headers.get(FIRST_ACCEPT_ENCODING) or headers.get(b"accept-encoding", b"")
    if accepts_gzip(accepted):
        lines = file.headers + b"Content-Encoding: gzip\r\n"
        response = HttpResponse(status, lines, file.compressed)
    else:
        try:
            response = HttpResponse(status, file.headers, gzip.decompress(file.compressed))
        except (OSError, EOFError, zlib.error):
            return HttpResponse(500, _PLAIN, _DAMAGED)
    response.is_encoded = True
    return response


def _has_tag(asked: bytes, tag: bytes) -> bool:
    """Returns whether If-None-Match names a weak tag, in its weak or its strong form, or `*`."""
    names = [each.strip() for each in asked.split(b",")]
    return tag in names or tag.removeprefix(b"W/") in names or b"*" in names


def _read(folder: Path) -> dict[bytes, _File]:
    """Returns the files of a build by name. There are none without a folder that can be read."""
    try:
        found = {
            path.relative_to(folder).as_posix().removesuffix(_ENDING): path.read_bytes()
            for path in folder.rglob("*" + _ENDING)
        }
    except OSError as error:
        _LOG.error("the files of the console cannot be read: %s", error)
        return {}
    return {name.encode(): _file(name, found[name]) for name in found}


def _file(name: str, compressed: bytes) -> _File:
    headers = [
        (b"Content-Type", _TYPES.get(Path(name).suffix, _OTHER_TYPE)),
        (b"Vary", b"Accept-Encoding"),
    ]
    if _UNCHANGING.fullmatch(name):
        headers.append((b"Cache-Control", b"public, max-age=31536000, immutable"))
        return _File(_SAFETY + header_lines(headers), b"", compressed)
    # The tag is weak because the file has the same one with and without compression.
    tag = b'W/"%b"' % sha256(compressed).hexdigest()[:_TAG_DIGITS].encode()
    headers += [(b"Cache-Control", b"no-cache"), (b"ETag", tag)]
    return _File(_SAFETY + header_lines(headers), tag, compressed)
