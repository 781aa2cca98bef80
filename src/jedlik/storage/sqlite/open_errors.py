"""The reasons why a data folder cannot be opened, and what the operator can do about each."""

import os
from pathlib import Path


class OpenError(Exception):
    """The data folder cannot be opened. The text is a sentence for the operator."""


class FolderUnusableError(OpenError):
    """The folder lacks rights or space, is read-only, or is not a folder."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {folder} cannot be used ({reason}). Choose a folder on a local disk "
            "with free space, to which this user may write."
        )


class FolderUnsafeError(OpenError):
    """Other users could have written what is in the folder. path: the folder, or a file in it."""

    def __init__(self, folder: Path, path: Path, fault: str) -> None:
        user = f"the user of this server, whose number is {os.geteuid()}"
        if path == folder:
            remedy = (
                f"Run the server as the owner of the folder, or give the folder to {user}, and "
                "allow nobody else to write to it (`chown`, `chmod 700`). If it is the root of a "
                f"mounted volume, use a folder inside, such as {folder / 'jedlik'}: the server "
                "creates it."
            )
        else:
            remedy = (
                f"If this is your file, replace it by a regular file that belongs to {user}, and "
                "that nobody else may write to (`chown`, `chmod 600`). If it is not, somebody "
                "else has written to the folder: choose another one."
            )
        super().__init__(
            f"The data folder {folder} is not safe to use: {path} {fault}, so other users could "
            f"change the data. {remedy}"
        )


class ServerRunningError(OpenError):
    """Another server has the folder open. owner: the name of that server, see `server_lock`."""

    def __init__(self, folder: Path, owner: str) -> None:
        super().__init__(
            f"The data folder {folder} is in use by another server ({owner}). Only one server at a "
            "time can use a folder. Stop that server, or choose another folder with --data."
        )


class FileBusyError(OpenError):
    """Another program has locked the data file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} is locked by another program, such as a SQLite shell or a "
            "backup tool. Close that program, then start Jedlik again."
        )


class NewerFormatError(OpenError):
    """A newer version of Jedlik has written the file."""

    def __init__(self, path: Path, *, found: int, known: int) -> None:
        super().__init__(
            f"The data file {path} has format {found}, and this version of Jedlik reads formats up "
            f"to {known}. Use the newer version that wrote the file, or restore a backup."
        )


class ForeignFileError(OpenError):
    """The file belongs to another program."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The file {path} was not written by Jedlik. Move it away, or choose another data "
            "folder."
        )


class DamagedFileError(OpenError):
    """The file was written by Jedlik and is damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The data file {path} is damaged ({reason}). Restore it from a backup. Do not delete "
            f"{path.name}-wal: it may contain the newest writes."
        )


class ChecksumsMissingError(OpenError):
    """The installed SQLite cannot compute the checksums of pages."""

    def __init__(self) -> None:
        super().__init__(
            "The installed package apsw-sqlite3mc lacks the extension cksumvfs, which protects the "
            "data file against damage. Install apsw-sqlite3mc from PyPI, version 3.54 or newer."
        )


class KeyMissingError(OpenError):
    """The file is encrypted and no key was given."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} is encrypted. Start with the key that it was created with: "
            "--key-file, --key-command or the variable JEDLIK_KEY."
        )


class KeyWrongError(OpenError):
    """The file cannot be decrypted with the key given."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} cannot be decrypted with this key. Start with the key that it "
            "was created with. If this is that key, the file is damaged: restore it from a backup."
        )


class KeyUnusedError(OpenError):
    """A key was given, but the file is not encrypted."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} is not encrypted, but a key was given. Start without a key, or "
            "choose another data folder. A file is encrypted from its creation or never."
        )


class KeyLengthError(OpenError):
    """The key does not have the length that the cipher needs."""

    def __init__(self, *, found: int, needed: int) -> None:
        super().__init__(
            f"The encryption key has {found} bytes, but it must have {needed} random bytes. "
            f"`openssl rand -hex {needed}` makes one."
        )
