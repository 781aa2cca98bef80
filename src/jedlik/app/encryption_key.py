"""The key that encrypts the data file: from a file, from a command, or from the environment.

A key is 32 random bytes. Text has it as 64 hexadecimal digits, and only so: 32 characters that
somebody chose have far less randomness than 32 bytes. A file may also hold the bytes themselves.
"""

import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jedlik.app.settings import Settings, SettingsError

KEY_BYTES: Final = 32
KEY_VARIABLE: Final = "JEDLIK_KEY"
_COMMAND_SECONDS: Final = 60
_HEX_DIGITS: Final = re.compile(rb"[0-9A-Fa-f]{%d}" % (2 * KEY_BYTES))


def encryption_key(settings: Settings, environment: Mapping[str, str]) -> bytes | None:
    """Return the 32 bytes that encrypt the data, or None for plain data. Raises SettingsError."""
    if settings.memory:
        return None
    if settings.key_file:
        return _file_key(Path(settings.key_file))
    if settings.key_command:
        return _text_key(_output(settings.key_command), "--key-command must print")
    if KEY_VARIABLE in environment:
        # What is not UTF-8 in the environment is a lone surrogate here.
        text = environment[KEY_VARIABLE].encode(errors="surrogateescape")
        return _text_key(text, f"{KEY_VARIABLE} must be")
    return None


def _file_key(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"cannot read the key file {path}: {error.strerror}") from error
    if len(content) == KEY_BYTES:
        return content
    return _text_key(content, f"the key file {path} must hold {KEY_BYTES} random bytes or")


def _output(command: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  (the operator asked to run this command)
            shlex.split(command), capture_output=True, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise SettingsError(f"the key command failed: {error}") from error
    if done.returncode:
        raise SettingsError(f"the key command ended with status {done.returncode}")
    return done.stdout


def _text_key(given: bytes, demand: str) -> bytes:
    """Return the key that `given` spells; blanks and line ends around it are ignored.

    demand: how the error begins. The error never shows what was given: it may be most of a key.
    """
    text = given.strip()
    if not _HEX_DIGITS.fullmatch(text):
        raise SettingsError(
            f"{demand} {2 * KEY_BYTES} hexadecimal digits, as `openssl rand -hex {KEY_BYTES}`"
            " makes them"
        )
    return bytes.fromhex(text.decode())
