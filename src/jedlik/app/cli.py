"""The command `jedlik`: serve, verify, snapshot, restore, user, account, explain, and others."""

import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from shlex import quote
from typing import Final

from jedlik import __version__
from jedlik.app.backup_commands import BACKUP, add_backup_arguments
from jedlik.app.environment import misspelt
from jedlik.app.help_format import HelpFormatter
from jedlik.app.move_commands import MOVE, add_move_arguments
from jedlik.app.settings import SETTINGS, SettingsError, add_flags, settings_from
from jedlik.app.table_commands import DUMP, LOAD, add_dump_arguments, add_load_arguments

_DESCRIPTION: Final = """\
Jedlik is Amazon DynamoDB on your own machine: the same API, for every AWS SDK and tool.

  jedlik serve                      a server on http://127.0.0.1:8000, data in ./jedlik-data
  jedlik serve --memory             the same, nothing on disk
  eval "$(jedlik local-credentials)"
  aws dynamodb list-tables          any AWS tool in this shell now talks to it
  jedlik user create Anna --policy AmazonDynamoDBReadOnlyAccess
                                    a user of a server that checks signatures (--auth enforce)
  jedlik explain user/Anna PutItem Music
                                    why a request is allowed or denied
  jedlik instance shell ID          a shell as on an EC2 instance, with the role of the instance
  jedlik verify                     check the data in ./jedlik-data, with the server stopped
  jedlik snapshot FILE              copy the data in ./jedlik-data while the server runs
  jedlik restore FILE --data NEW    make a data folder of a snapshot
  jedlik move --from A --to B       a data folder into a database of PostgreSQL, or back
  jedlik backup list                the backups in ./jedlik-data, with the server stopped
  jedlik dump TABLE > FILE          all items of a table, as lines of DynamoDB JSON
  jedlik load TABLE FILE            lines of DynamoDB JSON, or an export, into a table
"""
_SERVE: Final = """\
Serve DynamoDB until a signal says to stop (Ctrl-C or SIGTERM). A second signal ends the server at
once.

Every option can also be set in the environment, by the name in parentheses, or in the TOML file of
--config by the same name in small letters without JEDLIK_. A flag overrides the environment, which
overrides the file.

A key encrypts the data: give --key-file, --key-command, or the variable JEDLIK_KEY with 64
hexadecimal digits.
"""
_CREDENTIALS: Final = """\
Print the variables with which AWS tools reach a server on this machine. A shell reads them:

  eval "$(jedlik local-credentials)"

With --auth enforce the credentials are the root key pair of --data, which is made if there is none.
"""
_USER: Final = """\
Make, list or delete users of a server that is running. A user signs requests with an access key and
may do what policies allow, if the server was started with --auth enforce.

  jedlik user create Anna --policy AmazonDynamoDBReadOnlyAccess --policy ./own-table.json
  jedlik user list
  jedlik user delete Anna

--policy is the name of a policy of AWS, the ARN of a managed policy, or a file with a policy, and
may be repeated. `create` prints variables with a new access key, which a shell reads with eval. The
command signs with the root key pair of --data. With --url it calls another server, and signs with
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
"""
_INSTANCE: Final = """\
Open a shell in which programs find what they would find on the instance ID: its metadata endpoint,
which gives the credentials of its role, and this server as the endpoint of all services. They find
no keys, profiles and settings of this machine. With a command, run it instead and return its exit
status:

  jedlik instance shell i-0123456789abcdef0 -- aws dynamodb list-tables

The server must be running. It is asked with the root key pair of --data, or with --url and the keys
in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
"""
_EXPLAIN: Final = """\
Say why a request of PRINCIPAL is allowed or denied: the statement and the policy that decide, or
what is missing. Nothing is sent and nothing is changed.

  jedlik explain user/Anna PutItem Music
  jedlik explain user/Anna dynamodb:GetItem Music --context dynamodb:LeadingKeys=Anna
  jedlik explain --message "User: arn:aws:iam::...:user/Anna is not authorized to perform: ..."

PRINCIPAL is an ARN, or user/NAME, role/NAME or root. ACTION is service:Name, or the name of an
operation. RESOURCE is an ARN, the name of a table, TABLE/index/NAME, or *. --context gives a value
of a condition key; repeat it for more values and more keys. --message explains a refusal.

The exit status is 0 if the request is allowed, 1 if it is denied, 2 if nothing could be explained.
The server must be running. It is asked with the root key pair of --data, or with --url and the keys
in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
"""
_IMPORT_ERRORS: Final = """\
Print what was wrong with the records that an import did not store, one JSON line for each of its
first 1,000 errors.

  jedlik import-errors arn:aws:dynamodb:us-east-1:000000000000:table/Music/import/...

The server must be running. It is asked with the root key pair of --data, or with --url and the keys
in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
"""
_ACCOUNT: Final = """\
Make one more account in --data, with tables, users and roles of its own, and print variables with
the key pair of its root. The secret is shown only now. No server may have the folder open.

  jedlik account create 222222222222

Policies of tables and the trust policies of roles can let one account use what belongs to another.
"""
_VERIFY: Final = """\
Derive from the items in --data everything that follows from them, and compare it with the stored
counters, index entries, sizes of item collections, and expiry entries. Also check the streams: the
order of the records, their images, and that the last record of each item shows the item in the
table. No server may have the folder open. The command prints what it counted. Its exit status is 0
if everything agrees, 1 if something does not, with a line on standard error for each fault, and 2
if the folder cannot be read.
"""
_SNAPSHOT: Final = """\
Copy everything in --data into FILE, as it is at one moment. A server may run and clients may write
meanwhile. FILE must not exist. It has the secrets of the folder too, so only its owner can read it.
Data that is encrypted stays encrypted with the same key. The key must be given here, and is not in
FILE.

  jedlik snapshot monday.jedlik --data ./jedlik-data

The folder of FILE needs free space for two copies of the data.
"""
_RESTORE: Final = """\
Make the data folder --data of a snapshot. The folder must not exist, or be empty: nothing is ever
replaced. Then `jedlik serve --data FOLDER` serves the data, with the key that the snapshot had.

  jedlik restore monday.jedlik --data ./restored
"""
_SERVER_FLAGS: Final = ("host", "port", "data", "region", "tls", "key_file", "key_command")
_FOLDER_FLAGS: Final = ("data", "key_file", "key_command")
_STORE_FLAGS: Final = ("store", "store_password_file")


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    given, command = _divided(sys.argv[1:] if arguments is None else arguments)
    parsed = _parsed(given)
    parsed.command = command
    try:
        status = int(parsed.run(parsed))
        sys.stdout.flush()
    except SettingsError as error:
        print(f"jedlik: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The program that reads the output has ended, as `head` does. What Python still has to
        # write would raise again at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _parsed(given: list[str]) -> Namespace:
    """Returns the options of the command. Paths may follow options: argparse itself stops at the
    first option after TABLE.
    """
    parser = _parser()
    parsed, rest = parser.parse_known_args(given)
    if rest and (not hasattr(parsed, "paths") or any(each.startswith("-") for each in rest)):
        command = next(each for each in given if not each.startswith("-"))
        advice = f"`jedlik {command} --help` lists the options"
        parser.error(f"unrecognized arguments: {' '.join(rest)}. {advice}")
    if rest:
        parsed.paths += rest
    return parsed


def _divided(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Returns the arguments before the first `--`, and the command after it."""
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="jedlik", description=_DESCRIPTION, formatter_class=HelpFormatter)
    parser.add_argument(
        "--version", action="version", version=_version(), help="show the version and exit"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = _command(commands.add_parser, "serve", "serve DynamoDB", _SERVE)
    add_flags(serve)
    serve.set_defaults(run=_serve)
    credentials = _command(
        commands.add_parser, "local-credentials", "print settings for AWS tools", _CREDENTIALS
    )
    add_flags(credentials)
    credentials.set_defaults(run=_local_credentials)
    verify = _command(commands.add_parser, "verify", "check a data folder", _VERIFY)
    add_flags(verify, (*_FOLDER_FLAGS, *_STORE_FLAGS, "backup_target", "s3_endpoint", "region"))
    verify.set_defaults(run=_verify)
    snapshot = _command(commands.add_parser, "snapshot", "copy a data folder", _SNAPSHOT)
    snapshot.add_argument("file", metavar="FILE", help="the snapshot to write")
    add_flags(snapshot, _FOLDER_FLAGS)
    snapshot.set_defaults(run=_snapshot)
    restore = _command(commands.add_parser, "restore", "a data folder of a snapshot", _RESTORE)
    restore.add_argument("file", metavar="FILE", help="the snapshot to read")
    add_flags(restore, ("data",))
    restore.set_defaults(run=_restore)
    user = _command(commands.add_parser, "user", "users of a server", _USER)
    user.add_argument("action", choices=("create", "list", "delete"))
    user.add_argument("name", nargs="?", metavar="NAME")
    user.add_argument("--policy", action="append", default=[], metavar="POLICY")
    user.add_argument("--url", metavar="URL", help="a server, instead of that of --data")
    add_flags(user, _SERVER_FLAGS)
    user.set_defaults(run=_user)
    _add_instance(commands.add_parser)
    _add_explain(commands.add_parser)
    errors = _command(commands.add_parser, "import-errors", "errors of an import", _IMPORT_ERRORS)
    errors.add_argument("arn", metavar="ARN", help="the ARN of the import")
    errors.add_argument("--url", metavar="URL", help="a server, instead of that of --data")
    add_flags(errors, _SERVER_FLAGS)
    errors.set_defaults(run=_import_errors)
    account = _command(commands.add_parser, "account", "accounts of a data folder", _ACCOUNT)
    account.add_argument("action", choices=("create",))
    account.add_argument("id", metavar="ID", help="12 digits")
    add_flags(account, (*_FOLDER_FLAGS, *_STORE_FLAGS))
    account.set_defaults(run=_account)
    dump = _command(commands.add_parser, "dump", "the items of a table as lines", DUMP)
    add_dump_arguments(dump)
    load = _command(commands.add_parser, "load", "lines into a table", LOAD)
    add_load_arguments(load)
    backup = _command(commands.add_parser, "backup", "backups of a data folder", BACKUP)
    add_backup_arguments(backup)
    move = _command(commands.add_parser, "move", "a folder into a database, or back", MOVE)
    add_move_arguments(move)
    version = _command(commands.add_parser, "version", "print the version", "Print the version.")
    version.set_defaults(run=_print_version)
    return parser


def _add_instance(add: object) -> None:
    instance = _command(add, "instance", "a shell on an instance", _INSTANCE)
    instance.add_argument("action", choices=("shell",))
    instance.add_argument("--url", metavar="URL", help="a server, instead of that of --data")
    instance.add_argument(
        "--container-credentials",
        action="store_true",
        help="offer the container endpoint, for SDKs that ignore the path of the metadata endpoint",
    )
    add_flags(instance, _SERVER_FLAGS)
    instance.add_argument("id", metavar="ID", help="the id of the instance, i-...")
    instance.set_defaults(run=_instance)


def _add_explain(add: object) -> None:
    explain = _command(add, "explain", "why a request is allowed or denied", _EXPLAIN)
    for name in ("principal", "action", "resource"):
        explain.add_argument(name, nargs="?", metavar=name.upper())
    explain.add_argument("--message", metavar="TEXT", help="the text of a refusal")
    explain.add_argument("--context", action="append", default=[], metavar="KEY=VALUE")
    explain.add_argument("--json", action="store_true", help="print the answer as JSON")
    explain.add_argument("--url", metavar="URL", help="a server, instead of that of --data")
    add_flags(explain, _SERVER_FLAGS)
    explain.set_defaults(run=_explain)


def _command(add: object, name: str, summary: str, description: str) -> ArgumentParser:
    assert callable(add)
    parser = add(
        name,
        help=summary,
        description=description,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    assert isinstance(parser, ArgumentParser)
    return parser


def _serve(arguments: Namespace) -> int:
    gc.disable()  # modules are not garbage, and searching them for garbage takes 15 ms
    from jedlik.app.workers import serve  # noqa: PLC0415  (`jedlik version` needs no server)

    gc.enable()
    settings = settings_from(arguments, os.environ)
    for sentence in misspelt(os.environ, [each.variable for each in SETTINGS]):
        print(f"jedlik: {sentence}", file=sys.stderr)
    return serve(settings)


def _verify(arguments: Namespace) -> int:
    from jedlik.app.verification import verify_folder  # noqa: PLC0415  (as above)

    return verify_folder(settings_from(arguments, os.environ), os.environ)


def _snapshot(arguments: Namespace) -> int:
    from jedlik.app.snapshots import make_snapshot  # noqa: PLC0415  (as above)

    return make_snapshot(settings_from(arguments, os.environ), os.environ, Path(arguments.file))


def _restore(arguments: Namespace) -> int:
    from jedlik.app.snapshots import restore_snapshot  # noqa: PLC0415  (as above)

    return restore_snapshot(settings_from(arguments, os.environ), Path(arguments.file))


def _account(arguments: Namespace) -> int:
    from jedlik.app.accounts import make_account  # noqa: PLC0415  (as above)
    from jedlik.app.encryption_key import encryption_key  # noqa: PLC0415

    settings = settings_from(arguments, os.environ)
    return make_account(settings, encryption_key(settings, os.environ), arguments.id)


def _version() -> str:
    python = ".".join(str(each) for each in sys.version_info[:3])
    return f"jedlik {__version__} (Python {python})"


def _print_version(arguments: Namespace) -> int:
    print(_version())
    return 0


def _local_credentials(arguments: Namespace) -> int:
    from jedlik.app.local_server import local_environment  # noqa: PLC0415  (as above)

    settings = settings_from(arguments, os.environ)
    for name, value in local_environment(settings, os.environ).items():
        print(f"export {name}={quote(value)}")
    return 0


def _user(arguments: Namespace) -> int:
    from jedlik.app import users  # noqa: PLC0415  (`jedlik serve` needs no client)
    from jedlik.app.local_server import endpoint_of  # noqa: PLC0415  (as above)

    endpoint = endpoint_of(arguments, os.environ)
    if arguments.action == "list":
        return users.list_users(endpoint)
    if arguments.name is None:
        raise SettingsError(f"jedlik user {arguments.action} needs the NAME of a user")
    if arguments.action == "delete":
        return users.delete_user(endpoint, arguments.name)
    return users.create_user(endpoint, arguments.name, arguments.policy)


def _instance(arguments: Namespace) -> int:
    from jedlik.app.instance_shell import Wanted, run_shell  # noqa: PLC0415  (as above)
    from jedlik.app.local_server import endpoint_of  # noqa: PLC0415  (as above)

    wanted = Wanted(arguments.id, arguments.command, arguments.container_credentials)
    return run_shell(endpoint_of(arguments, os.environ), wanted, os.environ)


def _explain(arguments: Namespace) -> int:
    from jedlik.app.explain import explain, question_of  # noqa: PLC0415  (as above)
    from jedlik.app.local_server import endpoint_of  # noqa: PLC0415  (as above)

    given = (arguments.principal, arguments.action, arguments.resource)
    question = question_of(given, arguments.message, arguments.context)
    return explain(endpoint_of(arguments, os.environ), question, as_json=arguments.json)


def _import_errors(arguments: Namespace) -> int:
    from jedlik.app.import_errors import print_import_errors  # noqa: PLC0415  (as above)
    from jedlik.app.local_server import endpoint_of  # noqa: PLC0415  (as above)

    return print_import_errors(endpoint_of(arguments, os.environ), arguments.arn)
