"""How the help of a command looks: the description as it is written, as wide as the terminal."""

import os
from argparse import RawDescriptionHelpFormatter
from typing import Final

_WIDTH: Final = 80  # if the output is no terminal


class HelpFormatter(RawDescriptionHelpFormatter):
    """The formatter of argparse, without `shutil`.

    argparse makes a formatter for each command, whether help is wanted or not, and imports `shutil`
    to find the width of the terminal. With its compression libraries that takes 0.6 MB of every
    server.
    """

    def __init__(self, prog: str) -> None:
        """prog: the words before the arguments, for example `jedlik serve`."""
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """Returns the width of the terminal, or the variable COLUMNS instead."""
    chosen = os.environ.get("COLUMNS", "")
    if chosen.isdecimal() and int(chosen) > 0:
        return int(chosen)
    try:
        return os.get_terminal_size(1).columns or _WIDTH
    except OSError:
        return _WIDTH
