"""Why a data folder cannot be opened: one exception per reason, saying what to do about it."""

from pathlib import Path


class OpenError(Exception):
    """The data folder cannot be opened; the text is a sentence for the operator."""


class FolderUnusableError(OpenError):
    """The folder is missing rights or space, is read-only, or is no folder."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {folder} cannot be used ({reason}). Give a folder that this user may "
            "write to, on a local disk with space left."
        )


class ServerRunningError(OpenError):
    """Another server has the folder open. owner: the name of that server, see `server_lock`."""

    def __init__(self, folder: Path, owner: str) -> None:
        super().__init__(
            f"The data folder {folder} is in use by another server ({owner}). Only one server at a "
            "time can use a folder. Stop that server, or give this one a folder of its own."
        )


class FileBusyError(OpenError):
    """Another program keeps the data file locked."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} is locked by another program, such as a SQLite shell or a "
            "backup tool. Close that program and start again."
        )


class NewerFormatError(OpenError):
    """A newer Jedlik has written the file."""

    def __init__(self, path: Path, *, found: int, known: int) -> None:
        super().__init__(
            f"The data file {path} has format {found}, and this version reads formats up to "
            f"{known}. Start the newer version of Jedlik that wrote it, or restore a backup."
        )


class ForeignFileError(OpenError):
    """The file belongs to another program."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The file {path} was not written by Jedlik. Move it away, or give another data folder."
        )


class DamagedFileError(OpenError):
    """The file is Jedlik's, and it is damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The data file {path} is damaged ({reason}). Restore it from a backup; do not delete "
            f"{path.name}-wal, which may hold the newest writes."
        )


class KeyMissingError(OpenError):
    """The file is encrypted and no key was given."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The data file {path} is encrypted. Give the key it was created with.")


class KeyWrongError(OpenError):
    """The file cannot be decrypted with the key given."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} cannot be decrypted with this key. Give the key it was created "
            "with; if this is that key, the first page of the file is damaged: restore a backup."
        )


class KeyUnusedError(OpenError):
    """A key was given and the file is not encrypted."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path} is not encrypted, but a key was given. Start without a key, or "
            "give another data folder; a file is encrypted from its creation or not at all."
        )


class KeyLengthError(OpenError):
    """The key has not the length the cipher needs."""

    def __init__(self, *, found: int, needed: int) -> None:
        super().__init__(
            f"The encryption key has {found} bytes and must have {needed}, all of them random. "
            f"`openssl rand -hex {needed}` makes one."
        )
