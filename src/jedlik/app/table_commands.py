"""The options of `jedlik dump` and `jedlik load`. What the commands do is in `transfers`."""

from argparse import ArgumentParser, Namespace
from typing import Final

from jedlik.app.settings import SettingsError, add_flags

DUMP: Final = """\
Write all items of TABLE to standard output, one line of DynamoDB JSON for each, as the service's
exports to S3 have them. The first line describes the table, and the last one counts the items;
--items-only leaves both out. Clients may write meanwhile: an item that is written during the dump
is there in its old or its new form.

  jedlik dump Music > music.jsonl
  jedlik dump Music | gzip > music.jsonl.gz
  jedlik dump Music --endpoint https://dynamodb.eu-west-1.amazonaws.com | jedlik load Music --create

Without --endpoint the server on this machine is read, with the root key pair of --data if there is
one. With it, the credentials are those that the AWS CLI finds. The exit status is 0 if the dump is
complete, 1 if it is not, and 2 if it did not begin.
"""
LOAD: Final = """\
Write items to TABLE: from standard input, or from each PATH, a file or a folder of files. Read are
dumps, lines of {"Item": {...}}, lines that are items, and the exports of DynamoDB to S3 in
DYNAMODB_JSON, full and incremental. Files may be compressed with gzip.

  jedlik load Music music.jsonl.gz
  aws s3 cp --recursive s3://bucket/AWSDynamoDB/01693685827463-2d8752fd export
  jedlik load Music export --create --description described.json

--create makes the table first, like the one that was dumped: its keys, indexes, billing mode,
throughput and table class. For other data, --description is a file with the output of `aws dynamodb
describe-table`. Items that exist are replaced. A line that the table refuses ends the command: its
error names the line, and nothing is skipped. Loading again is safe.

Without --endpoint the server on this machine is called, with the root key pair of --data if there
is one. With it, the credentials are those that the AWS CLI finds. The exit status is 0 if all of
it was loaded, 1 if not, and 2 if nothing was.
"""
_PARALLEL: Final = 4
_PARALLEL_MAX: Final = 64
_FLAGS: Final = ("host", "port", "data", "region", "tls", "key_file", "key_command")


def add_dump_arguments(parser: ArgumentParser) -> None:
    """Adds the options of `jedlik dump`."""
    parser.add_argument(
        "--items-only", action="store_true", help="no first and last line, for other programs"
    )
    _add_arguments(parser)
    parser.set_defaults(run=_dump)


def add_load_arguments(parser: ArgumentParser) -> None:
    """Adds the options of `jedlik load`."""
    parser.add_argument("--create", action="store_true", help="make the table first")
    parser.add_argument("--description", metavar="FILE", help="describes the table of --create")
    _add_arguments(parser)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file or a folder")
    parser.set_defaults(run=_load)


def _add_arguments(parser: ArgumentParser) -> None:
    """Adds the options that both commands have."""
    parser.add_argument("table", metavar="TABLE", help="the name or the ARN of a table")
    parser.add_argument("--endpoint", metavar="URL", help="a server, instead of the one of --port")
    parser.add_argument(
        "--parallel",
        metavar="NUMBER",
        type=int,
        default=_PARALLEL,
        help=f"how many requests run at once, at most {_PARALLEL_MAX} (default {_PARALLEL})",
    )
    add_flags(parser, _FLAGS)


def _dump(arguments: Namespace) -> int:
    from jedlik.app.transfers import ended, run_dump  # noqa: PLC0415  (a server needs none)

    _check(arguments)
    return ended(arguments, run=run_dump)


def _load(arguments: Namespace) -> int:
    from jedlik.app.transfers import ended, run_load  # noqa: PLC0415  (as above)

    _check(arguments)
    return ended(arguments, run=run_load)


def _check(arguments: Namespace) -> None:
    """Raises SettingsError for a number that cannot be."""
    if not 1 <= arguments.parallel <= _PARALLEL_MAX:
        raise SettingsError(
            f"--parallel must be from 1 to {_PARALLEL_MAX}, not {arguments.parallel}"
        )
