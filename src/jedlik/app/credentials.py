"""The root key pair: from the environment, or made at the first start and stored encrypted.

The file `root-credentials` of a data folder contains the pair, encrypted with the key that encrypts
the data (Fernet: AES-128-CBC with HMAC-SHA256). If the data is not encrypted, the key is in the
file `seal.key` of the same folder. Only their owner can read both files.
"""

import base64
import hashlib
import os
import secrets
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from jedlik.app.settings import SettingsError

ACCESS_KEY_VARIABLE: Final = "JEDLIK_ROOT_ACCESS_KEY_ID"
SECRET_KEY_VARIABLE: Final = "JEDLIK_ROOT_SECRET_ACCESS_KEY"  # noqa: S105  (the name of a variable)

ROOT_FILE: Final = "root-credentials"
SEAL_FILE: Final = "seal.key"
_ACCESS_KEY_CHARACTERS: Final = string.ascii_uppercase + "234567"


class KeyPair(NamedTuple):
    """An access key id and its secret."""

    access_key_id: str
    secret_access_key: str


def root_key_pair(
    environment: Mapping[str, str], folder: Path | None, encryption_key: bytes | None
) -> KeyPair:
    """Returns the root key pair of a server. Makes and stores one if there is none.

    folder: the data folder, or None for a server in memory, whose pair lasts as long as the server.
    Raises SettingsError.
    """
    given = given_pair(environment)
    if given is not None:
        return given
    if folder is None:
        return _new_key_pair()
    from jedlik.storage.sqlite.open_errors import OpenError  # noqa: PLC0415  (memory needs none)
    from jedlik.storage.sqlite.ownership import prepare_folder  # noqa: PLC0415

    try:
        prepare_folder(folder)
        return _stored_pair(folder, encryption_key)
    except OpenError as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(
            f"cannot store a root key pair in {folder}: {error.strerror}"
        ) from error


def _stored_pair(folder: Path, encryption_key: bytes | None) -> KeyPair:
    path = folder / ROOT_FILE
    seal = sealing_key(folder, encryption_key)
    if not path.exists():
        _store_once(path, _sealed(_new_key_pair(), seal))
    return _opened(path, seal)


def given_pair(environment: Mapping[str, str]) -> KeyPair | None:
    """Returns the root key pair in the environment, None if there is none. Raises SettingsError."""
    access_key_id = environment.get(ACCESS_KEY_VARIABLE, "")
    secret_access_key = environment.get(SECRET_KEY_VARIABLE, "")
    if bool(access_key_id) != bool(secret_access_key):
        raise SettingsError(f"set both {ACCESS_KEY_VARIABLE} and {SECRET_KEY_VARIABLE}, or none")
    return KeyPair(access_key_id, secret_access_key) if access_key_id else None


def _new_key_pair() -> KeyPair:
    """Returns a new pair in the form of AWS: AKIA and 16 characters, 40 characters of base64."""
    suffix = "".join(secrets.choice(_ACCESS_KEY_CHARACTERS) for _ in range(16))
    return KeyPair("AKIA" + suffix, base64.b64encode(secrets.token_bytes(30)).decode())


def sealing_key(folder: Path, encryption_key: bytes | None) -> bytes:
    """Returns the key that secrets are encrypted with: 44 characters of base64, for Fernet.

    Makes and stores it if the data is not encrypted. Raises OSError.
    """
    if encryption_key is not None:
        material = hashlib.sha256(b"jedlik root credentials" + encryption_key).digest()
        return base64.urlsafe_b64encode(material)
    path = folder / SEAL_FILE
    if not path.exists():
        _store_once(path, new_sealing_key())
    return path.read_bytes()


def new_sealing_key() -> bytes:
    """Returns a random sealing key."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32))


def store_sealing_key(folder: Path, seal: bytes) -> None:
    """Stores a sealing key in a data folder. It replaces the one that is there. Raises OSError."""
    (folder / SEAL_FILE).unlink(missing_ok=True)
    _store_once(folder / SEAL_FILE, seal)


def _sealed(pair: KeyPair, seal: bytes) -> bytes:
    from cryptography.fernet import Fernet  # noqa: PLC0415  (costs 60 ms; open mode needs none)

    return Fernet(seal).encrypt(orjson.dumps(list(pair)))


def _opened(path: Path, seal: bytes) -> KeyPair:
    from cryptography.fernet import Fernet, InvalidToken  # noqa: PLC0415  (as above)

    try:
        return KeyPair(*orjson.loads(Fernet(seal).decrypt(path.read_bytes())))
    except (InvalidToken, ValueError, TypeError) as error:
        raise SettingsError(
            f"{path} cannot be decrypted: it was encrypted with another key, or it is damaged. Give"
            f" the key it was made with, set {ACCESS_KEY_VARIABLE} and {SECRET_KEY_VARIABLE}, or"
            " remove the file, and a new pair is made"
        ) from error


def _store_once(path: Path, content: bytes) -> None:
    """Writes a file that only its owner can read, in one step. An existing file is not replaced."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
