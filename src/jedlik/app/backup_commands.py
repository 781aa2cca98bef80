"""The options of `jedlik backup`. What the command does is in `backup_tools`."""

from argparse import ArgumentParser, Namespace
from typing import Final

from jedlik.app.settings import add_flags

BACKUP: Final = """\
List, check, copy and restore the backups of tables, of a data folder in which no server runs.

  jedlik backup list                          the backups in --data
  jedlik backup verify                        read each block of them
  jedlik backup copy --all --to /mnt/copies   copy them to a folder, in a form of its own
  jedlik backup copy ID --from /mnt/copies    copy one back, into --data
  jedlik backup restore ID --table Music --from /mnt/copies --data new-data
                                              make a table of it, in a new or an existing folder

BACKUP is an ARN, an id (the last part of the ARN), or the name of a backup if no other has it.
--from and --to name a folder, also as file:PATH, or s3://BUCKET/PREFIX with --s3-endpoint. What
--backup-target of a server wrote is such a place too. --backup-target is for a data folder whose
backups are there. `list` and `verify` with --from look there and not
into --data. A copy that was killed is no backup; the same command makes it complete.

With --key-file or --key-command, the copies are encrypted with a key that is made of that key, and
can be read with it alone. Backups of tables under a key of KMS stay encrypted under it: they can be
restored only where that key is, in the folder that they come from or in a restored snapshot of it.

The exit status is 0 if everything went well, 1 if a backup is damaged or could not be copied or
restored, and 2 if nothing was done.
"""
_FLAGS: Final = ("data", "key_file", "key_command", "backup_target", "s3_endpoint", "region")


def add_backup_arguments(parser: ArgumentParser) -> None:
    """Adds the options of `jedlik backup`."""
    parser.add_argument("action", choices=("list", "copy", "verify", "restore"))
    parser.add_argument("--all", action="store_true", help="copy all backups")
    parser.add_argument("--to", metavar="PLACE", help="where to copy backups to")
    parser.add_argument("--from", dest="source", metavar="PLACE", help="where copies are")
    parser.add_argument("--table", metavar="NAME", help="the table that `restore` makes")
    parser.add_argument("--json", action="store_true", help="list as lines of JSON")
    add_flags(parser, _FLAGS)
    parser.add_argument("paths", nargs="*", metavar="BACKUP", help="an ARN, an id or a name")
    parser.set_defaults(run=_backup)


def _backup(arguments: Namespace) -> int:
    from jedlik.app.backup_tools import run_backup  # noqa: PLC0415  (a server needs none)

    return run_backup(arguments)
