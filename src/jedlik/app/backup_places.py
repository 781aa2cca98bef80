"""Where copies of backups are: a folder that an option names."""

from pathlib import Path
from typing import Final

from jedlik.app.settings import SettingsError
from jedlik.buckets.folder import FolderBuckets
from jedlik.features.backups.objects import Envelope
from jedlik.features.backups.place import Place

_FILE: Final = "file:"


def open_place(text: str, folder_key: bytes | None, *, is_new: bool = False) -> Place:
    """Returns a place. Raises SettingsError if there is none.

    text: a path, also as `file:PATH`. folder_key: the key that encrypts the data folder. is_new:
    whether a folder is made if it is missing; then only its owner can read it.
    """
    path = Path(text.removeprefix(_FILE)).absolute()
    try:
        if is_new:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not path.is_dir():
            raise SettingsError(f"there is no folder {path}")
    except OSError as error:
        raise SettingsError(f"cannot use the folder {path}: {error.strerror}") from error
    return Place(str(path), FolderBuckets(path.parent), path.name, "", Envelope(folder_key))
