"""A data file while it grows."""

import gzip

from jedlik.features.exports.data_file import GrowingFile


def test_lines_are_compressed() -> None:
    file = GrowingFile()
    for number in range(1_000):
        file.add(b"line %d\n" % number, 1)
    data = file.finish()
    assert file.items == 1_000
    assert gzip.decompress(data) == b"".join(b"line %d\n" % number for number in range(1_000))
    assert len(data) < 4_000


def test_an_empty_file_is_gzip_of_nothing() -> None:
    assert gzip.decompress(GrowingFile().finish()) == b""
