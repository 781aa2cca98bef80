"""The key that encrypts the data file: from a file, from a command, or from the environment.

A key is 32 random bytes. As text it is 64 hexadecimal digits, and no other text is accepted: 32
characters that somebody chose are far less random than 32 bytes. A file may also contain the bytes.
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
    """Returns the 32 bytes that encrypt the data, or None for plain data. Raises SettingsError."""
    if settings.memory:
        return None
    if settings.key_file:
        return _file_key(Path(settings.key_file))
    if settings.key_command:
        return _text_key(_output(settings.key_command), "--key-command must print")
    if KEY_VARIABLE in environment:
        # Python represents bytes that are not UTF-8 by lone surrogates.
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
    """Returns the key in a text. Blanks and line ends around it are ignored.

    demand: the beginning of the error. The error never shows the text, which may be part of a key.
    """
    text = given.strip()
    if not _HEX_DIGITS.fullmatch(text):
        raise SettingsError(
            f"{demand} {2 * KEY_BYTES} hexadecimal digits, as `openssl rand -hex {KEY_BYTES}`"
            " makes them"
        )
    return bytes.fromhex(text.decode())
