"""The command `jedlik`: serve, verify, version, local-credentials."""

import gc
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path
from shlex import quote
from typing import Final

from jedlik import __version__
from jedlik.app.listening import authority, reachable_host
from jedlik.app.settings import Settings, SettingsError, add_flags, settings_from

_DESCRIPTION: Final = """\
Jedlik is Amazon DynamoDB on your own machine: the same API, for every AWS SDK and tool.

  jedlik serve                      a server on http://127.0.0.1:8000, data in ./jedlik-data
  jedlik serve --memory             the same, nothing on disk
  eval "$(jedlik local-credentials)"
  aws dynamodb list-tables          any AWS tool in this shell now talks to it
  jedlik verify                     check the data in ./jedlik-data, with the server stopped
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

_VERIFY: Final = """\
Derive from the items in --data everything that follows from them, and compare it with the stored
counters, index entries, sizes of item collections, and expiry entries. Also check the streams: the
order of the records, their images, and that the last record of each item shows the item in the
table. No server may have the folder open. The command prints what it counted. Its exit status is 0
if everything agrees, 1 if something does not, with a line on standard error for each fault, and 2
if the folder cannot be read.
"""
_VERIFY_FLAGS: Final = ("data", "key_file", "key_command")


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except SettingsError as error:
        print(f"jedlik: {error}", file=sys.stderr)
        return 2


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="jedlik", description=_DESCRIPTION, formatter_class=RawDescriptionHelpFormatter
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
    add_flags(verify, _VERIFY_FLAGS)
    verify.set_defaults(run=_verify)
    version = _command(commands.add_parser, "version", "print the version", "Print the version.")
    version.set_defaults(run=_version)
    return parser


def _command(add: object, name: str, summary: str, description: str) -> ArgumentParser:
    assert callable(add)
    parser = add(
        name,
        help=summary,
        description=description,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    assert isinstance(parser, ArgumentParser)
    return parser


def _serve(arguments: Namespace) -> int:
    gc.disable()  # modules are not garbage, and searching them for garbage takes 15 ms
    from jedlik.app.workers import serve  # noqa: PLC0415  (`jedlik version` needs no server)

    gc.enable()
    return serve(settings_from(arguments, os.environ))


def _verify(arguments: Namespace) -> int:
    from jedlik.app.verification import verify_folder  # noqa: PLC0415  (as above)

    return verify_folder(settings_from(arguments, os.environ), os.environ)


def _version(arguments: Namespace) -> int:
    python = ".".join(str(each) for each in sys.version_info[:3])
    print(f"jedlik {__version__} (Python {python})")
    return 0


def _local_credentials(arguments: Namespace) -> int:
    settings = settings_from(arguments, os.environ)
    for name, value in _local_environment(settings).items():
        print(f"export {name}={quote(value)}")
    return 0


def _local_environment(settings: Settings) -> dict[str, str]:
    """Returns the variables with which AWS tools reach the server of these settings."""
    from jedlik.app.credentials import KeyPair, root_key_pair  # noqa: PLC0415  (as above)
    from jedlik.app.encryption_key import encryption_key  # noqa: PLC0415

    pair = KeyPair("jedlik", "jedlik")
    if settings.auth == "enforce":
        if settings.memory:
            raise SettingsError(
                "with --memory a root key pair lasts only as long as its server: choose one with"
                " JEDLIK_ROOT_ACCESS_KEY_ID and JEDLIK_ROOT_SECRET_ACCESS_KEY"
            )
        pair = root_key_pair(os.environ, Path(settings.data), encryption_key(settings, os.environ))
    scheme = "https" if settings.tls or settings.tls_cert else "http"
    host = authority(reachable_host(settings.host), settings.port)
    return {
        "AWS_ENDPOINT_URL_DYNAMODB": f"{scheme}://{host}",
        "AWS_ACCESS_KEY_ID": pair.access_key_id,
        "AWS_SECRET_ACCESS_KEY": pair.secret_access_key,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_REGION": settings.region,
    }
