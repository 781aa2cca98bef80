"""The data of a load: all its files as one sequence of writes, and whether they are complete.

A file that begins with the first line of a dump must end with the last line of one. A file that the
manifest of an export lists must have as many items as the manifest says. So data that was cut, as
by a pipe whose writer has died, is never taken for complete.
"""

from collections.abc import Iterator, Sequence
from typing import Final, final

from jedlik.app.data_files import DataError, DataFile, Line, lines_of
from jedlik.app.item_lines import Header, Write, end_in, header_in, write_in

_NOT_COMPLETE: Final = "is not complete"


@final
class LoadData:
    """The data of all files. header: the first line of the first one, if it is a dump.

    passed_bytes: how much of all files has been read.
    """

    def __init__(self, files: Sequence[DataFile]) -> None:
        """Raises DataError if the first file cannot be read, or has no line."""
        self._files = files
        self._first = lines_of(files[0])
        self._first_line = next(self._first, None)
        self._read_bytes = 0  # of the files that have been read to their end
        self.passed_bytes = 0
        self.total_bytes = sum(each.size_bytes for each in files)
        if self._first_line is None and files[0].path is None:
            raise DataError(f"{files[0].name} is empty. Did the program that writes it fail?")
        text = b"" if self._first_line is None else self._first_line.text
        self.header: Header | None = header_in(text)

    def writes(self, keys: Sequence[str]) -> Iterator[Write]:
        """Yields the write of each line. keys: the key attributes. Raises DataError."""
        for at, file in enumerate(self._files):
            yield from self._writes_of(
                file, self._first_lines() if at == 0 else lines_of(file), keys
            )
            self._read_bytes += file.size_bytes

    def _first_lines(self) -> Iterator[Line]:
        if self._first_line is not None:
            yield self._first_line
        yield from self._first

    def _writes_of(
        self, file: DataFile, lines: Iterator[Line], keys: Sequence[str]
    ) -> Iterator[Write]:
        count, is_dump, end = 0, False, None
        for line in lines:
            where = f"{file.name}, line {line.number}"
            self.passed_bytes = self._read_bytes + line.passed_bytes
            if end is not None:
                raise DataError(f"{where}: there are lines after the end of a dump")
            if count == 0 and not is_dump and header_in(line.text) is not None:
                is_dump = True
            elif is_dump and (found := end_in(line.text)) is not None:
                end = found
            else:
                count += 1
                yield write_in(line.text, keys, where)
        if is_dump and end is None:
            raise DataError(
                f"the dump in {file.name} {_NOT_COMPLETE}: it has no last line, because `jedlik"
                " dump` did not come to its end. Make the dump again"
            )
        expected = file.items if end is None else end.items
        if expected is not None and expected != count:
            raise DataError(
                f"{file.name} {_NOT_COMPLETE}: it has {count:,} items, and should have"
                f" {expected:,}. Copy it again"
            )
