"""Where the key of the data file comes from: a file, a command, or the environment."""

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jedlik.app.settings import Settings, SettingsError

KEY_BYTES: Final = 32
KEY_VARIABLE: Final = "JEDLIK_KEY"
_COMMAND_SECONDS: Final = 60


def encryption_key(settings: Settings, environment: Mapping[str, str]) -> bytes | None:
    """The 32 bytes that encrypt the data, or None for plain data. Raises SettingsError."""
    if settings.memory:
        return None
    if settings.key_file:
        try:
            return _key(Path(settings.key_file).read_bytes(), settings.key_file)
        except OSError as error:
            raise SettingsError(
                f"cannot read the key file {settings.key_file}: {error.strerror}"
            ) from error
    if settings.key_command:
        return _key(_output(settings.key_command), "the output of --key-command")
    if KEY_VARIABLE in environment:
        return _key(environment[KEY_VARIABLE].encode(), KEY_VARIABLE)
    return None


def _output(command: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  (running the operator's own command is the point)
            shlex.split(command), capture_output=True, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise SettingsError(f"the key command failed: {error}") from error
    if done.returncode:
        raise SettingsError(f"the key command ended with status {done.returncode}")
    return done.stdout


def _key(given: bytes, source: str) -> bytes:
    """Never says what was given: it may be most of a key."""
    if len(given) == KEY_BYTES:
        return given
    text = given.strip()
    if len(text) == 2 * KEY_BYTES:
        try:
            return bytes.fromhex(text.decode())
        except ValueError:
            pass
    raise SettingsError(f"{source} must hold 32 bytes or 64 hex digits")
