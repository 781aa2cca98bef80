"""Runs `jedlik dump` and `jedlik load`, whose options are in `table_commands`."""

import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import orjson

from jedlik.app.data_files import DataError, data_files
from jedlik.app.dump import DumpError, Output, Wanted, described, dump, refusal_text
from jedlik.app.dynamodb_client import Client, RefusedError, UnreachableError
from jedlik.app.load import Destination, LoadError, load
from jedlik.app.load_data import LoadData
from jedlik.app.settings import SettingsError
from jedlik.app.table_description import Description, creation_of, description_in, key_names
from jedlik.app.target_server import target_of

_WAIT_S: Final = 0.2
_WAITS: Final = 3_000


def run_dump(arguments: Namespace) -> int:
    """Runs `jedlik dump`. Raises SettingsError and DumpError."""
    target = target_of(arguments, os.environ)
    wanted = Wanted(arguments.table, arguments.parallel, arguments.items_only)
    began = time.monotonic()
    items = dump(target, wanted, Output(sys.stdout.fileno()))
    print(f"{arguments.table}: {_rate(items, began)}", file=sys.stderr)
    return 0


def run_load(arguments: Namespace) -> int:
    """Runs `jedlik load`. Raises SettingsError and LoadError."""
    if arguments.description and not arguments.create:
        raise SettingsError("--description describes the table of --create, which is missing")
    target = target_of(arguments, os.environ)
    try:
        data = LoadData(data_files([Path(each) for each in arguments.paths]))
    except DataError as error:
        raise SettingsError(str(error)) from error
    with Client(target) as client:
        if arguments.create:
            _create(client, arguments.table, _description(arguments, data))
        table = described(client, arguments.table)
    destination = Destination(target, arguments.table, key_names(table), arguments.parallel)
    began = time.monotonic()
    items = load(destination, data)
    print(f"{arguments.table}: {_rate(items, began)}")
    return 0


def ended(arguments: Namespace, *, run: Callable[[Namespace], int]) -> int:
    """Runs a command, and prints why it did not come to its end. Returns the exit status."""
    try:
        return run(arguments)
    except DumpError as error:
        print(f"jedlik: the dump is not complete: {error}", file=sys.stderr)
    except LoadError as error:
        print(f"jedlik: {error}", file=sys.stderr)
    return 1


def _description(arguments: Namespace, data: LoadData) -> Description:
    if arguments.description:
        return description_in(Path(arguments.description))
    if data.header is None:
        raise SettingsError(
            "the data does not begin with a description of its table, as a dump does. Give the"
            " output of `aws dynamodb describe-table` with --description FILE"
        )
    return data.header.description


def _create(client: Client, table: str, description: Description) -> None:
    """Creates a table and waits until it is ACTIVE. Raises SettingsError."""
    members: dict[str, Any] = {**creation_of(description), "TableName": table}
    try:
        client.call("CreateTable", orjson.dumps(members), attempts=2)
    except UnreachableError as error:
        raise SettingsError(f"{error}. Is the server running? --endpoint names another") from error
    except RefusedError as error:
        if error.code == "ResourceInUseException":
            raise SettingsError(
                f"the table {table} exists. Leave out --create to load into it, or give another"
                " name"
            ) from error
        raise SettingsError(refusal_text("CreateTable", table, error)) from error
    for _ in range(_WAITS):
        try:
            found = described(client, table)
        except SettingsError:  # the service may not know the table yet
            found = {}
        if found.get("TableStatus") == "ACTIVE":
            return
        time.sleep(_WAIT_S)
    raise SettingsError(f"the table {table} did not become ACTIVE in ten minutes")


def _rate(items: int, began: float) -> str:
    seconds = max(time.monotonic() - began, 0.001)
    return f"{items:,} items in {seconds:,.1f} s, {items / seconds:,.0f} items/s"
