"""The keys of the issuers of web identities, from the files of `--web-identity-keys`.

AWS fetches them from the issuer. This server fetches nothing from the internet, so the operator
does. A file is read again for each token, so a new one takes its place without a restart.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jedlik.app.settings import Settings, SettingsError, elements
from jedlik.engine.context import IssuerKeys
from jedlik.features.identity.key_sets import KEY_SET_BYTES_MAX, KeySetError, key_set

_FORM: Final = "web_identity_keys must be ISSUER=FILE, such as https://issuer.example=keys.json"


def issuer_files(settings: Settings) -> Mapping[str, Path]:
    """Returns the file of each issuer. Raises SettingsError for a wrong value or file."""
    files: dict[str, Path] = {}
    for each in elements(settings.web_identity_keys):
        issuer, _, path = each.partition("=")
        if not issuer.startswith("https://") or not path:
            raise SettingsError(f"{_FORM}, not {each!r}")
        if issuer in files:
            raise SettingsError(f"web_identity_keys has the issuer {issuer} twice")
        files[issuer] = Path(path)
        _check(files[issuer])
    return files


def reader_of(files: Mapping[str, Path]) -> IssuerKeys:
    """Returns what reads the keys of an issuer."""

    def read(issuer: str) -> bytes | None:
        path = files.get(issuer)
        if path is None:
            return None
        try:
            return _text(path)
        except OSError:
            return None

    return read


def _check(path: Path) -> None:
    try:
        key_set(_text(path))
    except OSError as error:
        raise SettingsError(f"cannot read the keys in {path}: {error.strerror}") from error
    except KeySetError as error:
        raise SettingsError(f"the file {path} of web_identity_keys {error}") from None


def _text(path: Path) -> bytes:
    """Returns the content of a file, with one byte more than is accepted if it is too large."""
    with path.open("rb") as file:
        return file.read(KEY_SET_BYTES_MAX + 1)
