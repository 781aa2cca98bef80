"""What the operator reads."""

import logging
import os
import subprocess
import sys

import pytest

from jedlik.app.standard_error import without_log

SAY = "from jedlik.app.standard_error import say; say('sentence'); print('done')"


def test_a_sentence_is_a_line() -> None:
    done = subprocess.run([sys.executable, "-c", SAY], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "jedlik: sentence\n")


def test_a_pipe_that_nobody_reads_holds_nobody_up() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        while True:
            os.write(writing, b"x" * 65_536)
    except BlockingIOError:
        os.set_blocking(writing, True)
    command = [sys.executable, "-c", SAY]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=writing, check=True)
    assert done.stdout == b"done\n"
    os.close(reading)
    os.close(writing)


def test_a_reader_that_has_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", SAY]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=writing, check=True)
    assert done.stdout == b"done\n"
    os.close(writing)


def test_the_log_is_silent_during_a_command(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("jedlik")
    with without_log():
        log.error("in the command")
    log.error("after it")
    assert caplog.messages == ["after it"]
