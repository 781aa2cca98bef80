"""Data folders of moves that are not finished, and what refuses to serve them (docs/adr/0044).

`jedlik move --to FOLDER` writes into a folder with another name, in the same place, and renames it
at the end. So a folder under its own name is complete.
"""

import os
from pathlib import Path
from typing import Final

from jedlik.app.settings import SettingsError

_SUFFIX: Final = ".unfinished-move"


def unfinished_folder(folder: Path) -> Path:
    """Returns the folder into which a move to `folder` writes until it is finished."""
    whole = folder.absolute()
    return whole.with_name(whole.name + _SUFFIX)


def refuse_unfinished(folder: Path) -> None:
    """Raises SettingsError if a server may not use `folder` because of a move."""
    unfinished = folder if folder.name.endswith(_SUFFIX) else unfinished_folder(folder)
    if os.path.exists(unfinished):  # False for a name that is too long
        raise SettingsError(
            f"a move to a data folder is not finished: {unfinished}. Run the same `jedlik move`"
            " again, or remove this folder to give it up"
        )
