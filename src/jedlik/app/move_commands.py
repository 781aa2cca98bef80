"""The options of `jedlik move`. `move` does the work."""

import os
from argparse import ArgumentParser, Namespace
from typing import Final

from jedlik.app.settings import add_flags, settings_from

MOVE: Final = """\
Copy everything in one store into another one: a data folder into a PostgreSQL database, or back.
No server may use either of them. The source is not changed.

  export JEDLIK_STORE_PASSWORD=...
  jedlik move --from ./jedlik-data --to postgresql://jedlik@db.example/jedlik
  jedlik move --from postgresql://jedlik@db.example/jedlik --to ./jedlik-data

The target must be empty. If the command is interrupted, no server serves the target. Run it again,
and it goes on where it ended. At the end it compares every entry of both sides, and checks the
target as `jedlik verify` does.

Servers of the target need the key that those of the source had: give it with --key-file,
--key-command or JEDLIK_KEY. It encrypts a data folder. In a database it protects secrets only, so a
folder that is encrypted is moved into a database only with --accept-clear-rows.

The exit status is 0 if everything was moved, 1 if it was and the data has faults, which the source
has too, and 2 if the move is not finished.
"""
_FLAGS: Final = ("store_password_file", "key_file", "key_command")


def add_move_arguments(parser: ArgumentParser) -> None:
    """Adds the options of the command."""
    metavar = "FOLDER|postgresql://..."
    parser.add_argument("--from", dest="source", required=True, metavar=metavar, help="the source")
    parser.add_argument("--to", dest="target", required=True, metavar=metavar, help="the target")
    parser.add_argument(
        "--accept-clear-rows",
        action="store_true",
        help="store what the source has encrypted in rows that only the disks of the database"
        " encrypt",
    )
    add_flags(parser, _FLAGS)
    parser.set_defaults(run=_move)


def _move(arguments: Namespace) -> int:
    from jedlik.app.move import Wanted, move  # noqa: PLC0415  (`jedlik serve` moves nothing)

    wanted = Wanted(
        arguments.source, arguments.target, accepts_clear_rows=arguments.accept_clear_rows
    )
    return move(wanted, settings_from(arguments, os.environ), os.environ)
