"""The web console of a server: where it is, and what its sign-in page must know."""

from functools import partial
from typing import Final

from jedlik import __version__
from jedlik.app.settings import Settings
from jedlik.pipeline.pages import Folder, Page

_PATH: Final = b"/console"


def console(settings: Settings, account_id: str) -> Folder | None:
    """Returns the console of a worker, None with `--no-console`. Its files are not read yet."""
    return Folder(_PATH, partial(_files, settings, account_id)) if settings.console else None


def _files(settings: Settings, account_id: str) -> Page:
    from jedlik.console.files import STATIC, Files  # noqa: PLC0415  (read at the first request)

    return Files(STATIC, _PATH, server_facts(settings, account_id)).answer


def server_facts(settings: Settings, account_id: str) -> dict[str, object]:
    """Returns the content of `server.json`, which everybody can read.

    account_id: the account that every server has. It is in every ARN, and it is no secret.
    """
    return {
        "account": account_id,
        "version": __version__,
        "authentication": settings.auth,
        "regions": _regions(settings),
    }


def _regions(settings: Settings) -> list[str]:
    """Returns the Regions that a user can choose, the one of the settings first.

    With `--region-mode single` all Regions have the same tables, so there is one to choose.
    """
    if settings.region_mode == "single":
        return [settings.region]
    from jedlik.features.instances.places import REGIONS  # noqa: PLC0415  (as above)

    return [settings.region, *(each for each in REGIONS if each != settings.region)]
