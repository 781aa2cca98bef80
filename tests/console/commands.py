"""Runs the commands that pages show, with the AWS CLI, as their user would."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.api.clients import REGION
from tests.app.server import environment

# The AWS CLI in one process for all commands: it takes a second to start. `$(...)` needs a shell.
_PROGRAM = """
import json, os, re, shlex, subprocess, sys
from awscli.clidriver import create_clidriver

def inner(found):
    done = subprocess.run(["sh", "-c", found[1]], capture_output=True, text=True, check=True)
    return done.stdout.strip()

cli = create_clidriver()
for command in json.load(sys.stdin):
    words = shlex.split(re.sub(r"[$][(](.*)[)]", inner, command))
    if cli.main(words[1:]) != 0:
        sys.exit(f"refused: {command}")
"""
_SECONDS = 100


def run_all(url: str, commands: Sequence[str]) -> None:
    """Runs commands one after the other against a server in open mode. Each must succeed."""
    tools = str(Path(sys.executable).parent)
    settings = {
        "AWS_ENDPOINT_URL": url,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
    }
    inherited = environment(settings)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROGRAM],
        input=json.dumps(commands),
        env=inherited | {"PATH": f"{tools}:{inherited['PATH']}"},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
