"""The reasons why a data folder cannot be opened, and what the operator can do about each."""

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


class ServerRunningError(OpenError):
    """Another server has the folder open. owner: the name of that server, see `server_lock`."""

    def __init__(self, folder: Path, owner: str) -> None:
        super().__init__(
            f"The data folder {folder} is in use by another server ({owner}). Only one server at a "
            "time can use a folder. Stop that server, or give this one a folder of its own."
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


class KeyMissingError(OpenError):
    """The file is encrypted and no key was given."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} is encrypted. Start with the key that it was created with."
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
