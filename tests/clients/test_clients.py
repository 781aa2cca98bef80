"""Runs the same program with each SDK against one server and compares the printed lines."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.api.clients import REGION, unique
from tests.app.server import environment, serving
from tests.clients.install import GO, JAVA, JAVASCRIPT, Package

PRINTED = """\
ACTIVE
got 1 00ff
updated 2
refused ConditionalCheckFailedException
unprocessed 0
queried 3
transacted 3 7
cancelled ConditionalCheckFailed,None
selected 3
streamed INSERT 1 MODIFY 2 MODIFY 3
deleted ResourceNotFoundException
"""
NOT_IN_PYNAMODB = ("selected", "streamed")
RUN_SECONDS = 60
HERE = Path(__file__).parent
BUILD_SECONDS = 240  # Go may have to compile the SDK first


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server of our own."""
    with serving("--memory") as server:
        yield server.url


def check_program(
    endpoint: str,
    *command: str,
    extra: Mapping[str, str] | None = None,
    without: tuple[str, ...] = (),
) -> None:
    """Runs a program and compares its output with all expected lines except those of `without`."""
    done = subprocess.run(
        [*command, endpoint, REGION, unique("clients")],
        env=environment(extra),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    lines = PRINTED.splitlines(keepends=True)
    expected = "".join(each for each in lines if not each.startswith(without))
    assert done.stdout == expected, done.stderr
    assert done.returncode == 0, done.stderr


def tool(package: Package, name: str) -> str:
    """Returns the path of the tool that runs an SDK's program.

    Skips the test if the tool or the SDK is missing.
    """
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not there")
    wanting = package.wanting()
    if wanting is not None:
        pytest.skip(wanting)
    return found


def test_boto3(endpoint: str) -> None:
    check_program(endpoint, sys.executable, str(HERE / "items.py"))


def test_pynamodb(endpoint: str) -> None:
    program = str(HERE / "items_pynamodb.py")
    check_program(endpoint, sys.executable, program, without=NOT_IN_PYNAMODB)


def test_javascript(endpoint: str) -> None:
    node = tool(JAVASCRIPT, "node")
    modules = {"NODE_PATH": str(JAVASCRIPT.installed / "node_modules")}
    check_program(endpoint, node, str(JAVASCRIPT.declaring / "items.js"), extra=modules)


def built(folder: Path, source: str) -> str:
    """Returns the path of a program in Go that was built now."""
    go = tool(GO, "go")
    program = str(folder / "program")
    done = subprocess.run(
        [go, "build", "-o", program, source],
        cwd=GO.declaring,
        env=environment({**GO.extra, "GOPROXY": "off"}),
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return program


@pytest.mark.timeout(BUILD_SECONDS + RUN_SECONDS)
def test_go(endpoint: str, tmp_path: Path) -> None:
    check_program(endpoint, built(tmp_path, "."))


@pytest.mark.timeout(BUILD_SECONDS + RUN_SECONDS)
def test_a_table_as_terraform_manages_it(endpoint: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [built(tmp_path, "./tables"), endpoint, REGION, unique("table")],
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert done.stdout == (
        "created no difference true\nupdated no difference true\ndeleted true\n"
    ), done.stderr


@pytest.mark.timeout(BUILD_SECONDS + RUN_SECONDS)
def test_identities_as_terraform_manages_them(endpoint: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [built(tmp_path, "./identities"), endpoint, REGION, unique("identities")],
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert done.stdout == (
        "created, no difference true\nupdated true no difference true\ndeleted true\n"
    ), done.stderr


def test_java(endpoint: str) -> None:
    java = tool(JAVA, "java")
    jars = str(JAVA.installed / "jars" / "*")
    check_program(endpoint, java, "-cp", jars, str(JAVA.declaring / "Items.java"))
