"""What a metadata endpoint shows, and where it comes from."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class SourceError(Exception):
    """The source has no answer now."""


class Profile(NamedTuple):
    """The instance profile of an instance, which has a role. profile_id: unique."""

    arn: str
    profile_id: str
    role_id: str
    role_name: str


class Facts(NamedTuple):
    """What the endpoint of an instance shows. The names are those of its paths.

    launch_s: Unix time. public_key: as in `authorized_keys`, None if the instance has no key pair.
    tags: empty unless the instance shows its tags. user_data: None if it has none.
    profile: None unless it has one with a role.
    needs_token: whether only version 2 is answered. is_enabled: whether anything is answered.
    """

    instance_id: str
    account_id: str
    region: str
    zone: str
    zone_id: str
    image_id: str
    instance_type: str
    architecture: str
    launch_index: int
    launch_s: int
    reservation_id: str
    private_ip: str
    host_name: str
    security_groups: tuple[str, ...]
    subnet_id: str
    vpc_id: str
    tags: Mapping[str, str]
    user_data: bytes | None
    key_name: str | None
    public_key: str | None
    profile: Profile | None
    needs_token: bool
    is_enabled: bool


class Credentials(NamedTuple):
    """The credentials of the role of an instance.

    code: `Success`, or why there are none; then the others are empty. issued_s, expires_s: Unix
    time.
    """

    code: str
    access_key_id: str = ""
    secret_access_key: str = ""
    session_token: str = ""
    issued_s: int = 0
    expires_s: int = 0


class Source(Protocol):
    """Gives what an endpoint shows. Its methods raise SourceError."""

    async def facts(self) -> Facts:
        """Returns what the endpoint shows now."""
        ...

    async def credentials(self, profile: Profile, delivery: str) -> Credentials:
        """Returns credentials of the role of a profile that are valid for hours.

        delivery: the version of the metadata service that gives them, `1.0` or `2.0`.
        """
        ...
