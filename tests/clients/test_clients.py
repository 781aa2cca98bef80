"""The same program by each SDK against one server: what it prints, line by line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.clients import REGION, unique
from tests.app.server import environment, serving

HERE = Path(__file__).parent
PRINTED = """\
ACTIVE
got 1 00ff
updated 2
refused ConditionalCheckFailedException
unprocessed 0
queried 3
cancelled ConditionalCheckFailed,None
deleted ResourceNotFoundException
"""
OFFLINE = {"GOPROXY": "off", "GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local"}
LOOK_SECONDS = 60
RUN_SECONDS = 60
BUILD_SECONDS = 240  # Go compiles the SDK once and keeps it


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server of our own."""
    with serving("--memory") as server:
        yield server.url


def check_program(endpoint: str, *command: str) -> None:
    """Run a program and compare what it prints."""
    done = subprocess.run(
        [*command, endpoint, REGION, unique("clients")],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert done.stdout == PRINTED, done.stderr
    assert done.returncode == 0, done.stderr


def tool(name: str) -> str:
    """Where a program of this name is; skips the test if it is nowhere."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not there")
    return found


def succeeds(*command: str) -> bool:
    """Whether a command that looks for a package finds it."""
    done = subprocess.run(command, capture_output=True, timeout=LOOK_SECONDS, check=False)
    return done.returncode == 0


def test_boto3(endpoint: str) -> None:
    check_program(endpoint, sys.executable, str(HERE / "items.py"))


def test_pynamodb(endpoint: str) -> None:
    if not succeeds(sys.executable, "-c", "import pynamodb"):
        pytest.skip("the package pynamodb is not there")
    check_program(endpoint, sys.executable, str(HERE / "items_pynamodb.py"))


def test_javascript(endpoint: str) -> None:
    node = tool("node")
    for package in ("@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb"):
        if not succeeds(node, "-e", f"require.resolve('{package}')"):
            pytest.skip(f"node does not find {package} (see NODE_PATH)")
    check_program(endpoint, node, str(HERE / "items.js"))


@pytest.mark.timeout(BUILD_SECONDS + RUN_SECONDS)
def test_go(endpoint: str, tmp_path: Path) -> None:
    go = tool("go")
    built = subprocess.run(
        [go, "build", "-o", str(tmp_path / "items"), "."],
        cwd=HERE / "go",
        env=environment(OFFLINE),
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    if "module lookup disabled by GOPROXY=off" in built.stderr:
        pytest.skip("the modules of tests/clients/go are not there (go mod download)")
    assert built.returncode == 0, built.stderr
    check_program(endpoint, str(tmp_path / "items"))


def test_java(endpoint: str) -> None:
    java, javap = tool("java"), tool("javap")
    jars = os.environ.get("CLASSPATH", "")
    sdk = "software.amazon.awssdk.services.dynamodb.DynamoDbClient"
    if not (jars and succeeds(javap, "-cp", jars, sdk)):
        pytest.skip("java does not find software.amazon.awssdk:dynamodb (see CLASSPATH)")
    check_program(endpoint, java, "-cp", jars, str(HERE / "java" / "Items.java"))
