"""Credentials for a server elsewhere, such as the service itself: those that the AWS CLI finds.

A key pair in the environment is used as it is. For everything else, such as profiles, SSO, and the
roles of containers and instances, botocore is asked, if it is installed. It also renews credentials
that expire, so they are asked for before each request.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials

_NONE: Final = (
    "there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with the"
    " AWS CLI"
)
_NO_BOTOCORE: Final = (
    "there are no credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Set them, or install"
    " botocore, which reads profiles (pip install botocore)"
)


def aws_credentials(environment: Mapping[str, str]) -> Callable[[], Credentials]:
    """Returns what returns the credentials of the next request. Raises SettingsError."""
    pair = environment.get("AWS_ACCESS_KEY_ID", ""), environment.get("AWS_SECRET_ACCESS_KEY", "")
    if all(pair):
        given = Credentials(*pair, environment.get("AWS_SESSION_TOKEN", ""))
        return lambda: given
    return _from_botocore()


def _from_botocore() -> Callable[[], Credentials]:
    try:
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415  (often not installed)
        from botocore.session import Session  # noqa: PLC0415
    except ImportError:
        raise SettingsError(_NO_BOTOCORE) from None
    try:
        found: Any = Session().get_credentials()
    except BotoCoreError as error:
        raise SettingsError(f"{_NONE}: {error}") from error
    if found is None:
        raise SettingsError(_NONE)

    def current() -> Credentials:
        try:
            frozen = found.get_frozen_credentials()
        except BotoCoreError as error:
            raise SettingsError(f"{_NONE}: {error}") from error
        return Credentials(frozen.access_key, frozen.secret_key, frozen.token or "")

    return current
