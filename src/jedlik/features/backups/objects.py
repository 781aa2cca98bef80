"""The form of a backup outside of the data folder (docs/adr/0040). Pure.

A backup is an object for each block, and then one for its entry. Each object has a header and a
checksum, or is encrypted. Both cover its name too, so an object under another name is damaged.

4 bytes    JDLB
1 byte     version, = 1
1 byte     kind: 0 checked, 1 encrypted
the rest   0: SHA-256 of the name, a zero byte and the value (32 bytes); the value
           1: nonce (12 bytes); AES-256-GCM of the value
"""

import hashlib
import re
import secrets
from typing import Final, cast, final

import orjson

from jedlik.core.errors import Reject
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.records import Backup
from jedlik.features.backups.restored_table import NewTable, Overrides, restored_record

ENTRY: Final = "backup"
VALUE_BYTES_MAX: Final = 80 << 20  # a block has one page of items, an entry is far smaller

_ENTRY_NAME: Final = re.compile(
    r"(?P<account>\d{12})/(?P<region>[a-z0-9-]{1,32})/(?P<table>[A-Za-z0-9_.-]{3,255})/"
    r"(?P<id>\d{14}-[0-9a-f]{8})/" + ENTRY
)
_HEADER: Final = b"JDLB\x01"
_CHECKED: Final = b"\x00"
_ENCRYPTED: Final = b"\x01"
_HEADER_BYTES: Final = len(_HEADER) + 1
_DIGEST_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_LABEL: Final = b"jedlik backup objects"
_BLOCKS_MAX: Final = 10**8  # the names of blocks have eight digits
_KINDS: Final = frozenset(("USER", "SYSTEM", "AWS_BACKUP"))
_COUNTS: Final = ("Blocks", "Items", "Bytes", "StoredBytes", "CreatedMs")
# What a backup says about the folder in which it is.
_PLACE_MEMBERS: Final = ("RestoreWorkId", "Outside")


class WrongKeyError(DamagedBlockError):
    """An object is not encrypted with the key of the data folder."""


def folder_of(backup: Backup) -> str:
    """Returns the beginning of the names of all objects of a backup."""
    source = backup["Source"]
    return f"{source['AccountId']}/{source['Region']}/{source['TableName']}/{backup['Id']}/"


def entry_name(backup: Backup) -> str:
    """Returns the name of the object with the entry of a backup."""
    return folder_of(backup) + ENTRY


def block_name(backup: Backup, number: int) -> str:
    """Returns the name of the object with a block."""
    return f"{folder_of(backup)}{number:08d}"


def is_entry_name(name: str) -> bool:
    """Returns whether an object is the entry of a backup, by its name."""
    return _ENTRY_NAME.fullmatch(name) is not None


@final
class Envelope:
    """Makes objects of values, and values of objects."""

    def __init__(self, folder_key: bytes | None) -> None:
        """folder_key: the key that encrypts the data folder, None if it is not encrypted."""
        self._key: bytes | None = None
        if folder_key is not None:
            self._key = hashlib.sha256(_LABEL + folder_key).digest()

    def sealed(self, name: str, value: bytes) -> bytes:
        """Returns the object of a value."""
        if self._key is None:
            return _HEADER + _CHECKED + _digest(name, value) + value
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  (60 ms)

        header, nonce = _HEADER + _ENCRYPTED, secrets.token_bytes(_NONCE_BYTES)
        encrypted = AESGCM(self._key).encrypt(nonce, value, header + name.encode())
        return header + nonce + encrypted

    def opened(self, name: str, data: bytes) -> bytes:
        """Returns the value of an object. Raises DamagedBlockError, and WrongKeyError."""
        header, body = data[:_HEADER_BYTES], data[_HEADER_BYTES:]
        if header == _HEADER + _CHECKED:
            if self._key is not None:  # whoever can write there could have made it
                raise WrongKeyError(f"{name} is not encrypted, and the data folder is")
            value = body[_DIGEST_BYTES:]
            if _digest(name, value) != body[:_DIGEST_BYTES]:
                raise DamagedBlockError(f"{name} is damaged: its checksum is wrong")
            return value
        if header != _HEADER + _ENCRYPTED:
            raise DamagedBlockError(f"{name} is damaged: it is no object of a backup")
        if self._key is None:
            raise WrongKeyError(f"{name} is encrypted: give the key of the folder it was made in")
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce, encrypted = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
        try:
            return AESGCM(self._key).decrypt(nonce, encrypted, header + name.encode())
        except (InvalidTag, ValueError):
            raise WrongKeyError(
                f"{name} cannot be decrypted: it was encrypted with another key, or it is damaged"
            ) from None


def entry_value(backup: Backup) -> bytes:
    """Returns the value of the object with the entry of a backup."""
    entry = {name: each for name, each in backup.items() if name not in _PLACE_MEMBERS}
    return orjson.dumps({"Backup": entry})


def entry_in(name: str, value: bytes) -> Backup:
    """Returns the entry in a value. It may come from anybody, so everything is checked.

    Raises DamagedBlockError.
    """
    try:
        backup = cast(Backup, orjson.loads(value)["Backup"])
        _check(name, backup)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, Reject) as error:
        raise DamagedBlockError(
            f"{name} is damaged: it does not describe a backup that this version knows: {error!r}"
        ) from error
    return backup


def _check(name: str, backup: Backup) -> None:
    """Raises one of several errors for an entry that no folder can have."""
    found = _ENTRY_NAME.fullmatch(name)
    source = backup["Source"]
    if found is None or entry_name(backup) != name:
        raise ValueError("its name is that of another backup")
    for member in _COUNTS:
        count = backup[member]
        if type(count) is not int or not 0 <= count < 1 << 62:
            raise ValueError(f"{member} is {count!r}")
    if backup["Blocks"] >= _BLOCKS_MAX:
        raise ValueError("it has too many blocks")
    if backup["Status"] != "AVAILABLE" or backup["Kind"] not in _KINDS:
        raise ValueError(f"it is {backup['Kind']!r}, {backup['Status']!r}")
    if type(backup.get("ExpiresMs", 0)) is not int or ("ExpiresMs" in backup) != (
        backup["Kind"] == "SYSTEM"
    ):
        raise ValueError("it has a wrong date of expiry")
    if any(member in backup for member in _PLACE_MEMBERS):
        raise ValueError("it says where it was")
    if not isinstance(backup["Name"], str) or type(source["Id"]) is not int or source["Id"] < 1:
        raise ValueError("its name or the number of its table is wrong")
    _check_source(source)


def _check_source(source: TableRecord) -> None:
    """Raises one of several errors unless a table can be restored from a record."""
    for member in ("TableId", "TableName", "Region", "AccountId"):
        if not isinstance(source[member], str):
            raise TypeError(f"{member} is no text")
    for member in ("DataKey", "KMSMasterKeyArn"):
        if not isinstance(source.get(member, ""), str):
            raise TypeError(f"{member} is no text")
    if source["BillingMode"] not in {"PAY_PER_REQUEST", "PROVISIONED"}:
        raise ValueError("BillingMode is unknown")
    if not isinstance(source["CreationDateTime"], (int, float)):
        raise TypeError("CreationDateTime is no number")
    new = NewTable(source["Region"], source["AccountId"], source["TableName"], "", "", 0)
    restored_record(source, new, Overrides(), {})


def _digest(name: str, value: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\x00" + value).digest()
