"""What the metadata endpoint of a shell shows, from the server of Jedlik.

Facts are asked for again when they are a second old. Credentials are used for an hour, or until the
instance has another profile or role: so SDKs, which want new ones in the last minutes of six hours,
always find fresh ones.
"""

import asyncio
import base64
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from jedlik.app.client import Endpoint, call_jedlik
from jedlik.app.settings import SettingsError
from jedlik.edge.metadata.facts import Credentials, Facts, Profile, SourceError

_FACTS_S: Final = 1.0
CREDENTIALS_S: Final = 3600.0
_SUCCESS: Final = "Success"
_NO_CREDENTIALS: Final = "InstanceNotRunning"


class InstanceSource:
    """The facts and credentials of one instance."""

    def __init__(
        self,
        endpoint: Endpoint,
        instance_id: str,
        report: Callable[[str], None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """report: is called with the first reason for which the server does not answer."""
        self._endpoint = endpoint
        self._instance_id = instance_id
        self._report = report
        self._now_s = now_s
        self._lock = asyncio.Lock()
        self._facts: tuple[float, Facts] | None = None
        self._credentials: dict[str, tuple[float, Profile, Credentials]] = {}

    async def facts(self) -> Facts:
        """See Source."""
        async with self._lock:
            known = self._facts
            if known is None or self._now_s() >= known[0] + _FACTS_S:
                answer = await self._call("GetInstanceMetadata")
                known = self._facts = (self._now_s(), facts_in(answer))
            return known[1]

    async def credentials(self, profile: Profile, delivery: str) -> Credentials:
        """See Source."""
        async with self._lock:
            known = self._credentials.get(delivery)
            if known is not None and known[1] == profile and self._is_young(known[0]):
                return known[2]
            answer = await self._call("GetInstanceCredentials", Delivery=delivery)
            found = _credentials_in(answer)
            self._credentials.pop(delivery, None)
            if found.code == _SUCCESS:
                self._credentials[delivery] = (self._now_s(), profile, found)
            return found

    def _is_young(self, since_s: float) -> bool:
        return self._now_s() < since_s + CREDENTIALS_S

    async def _call(self, operation: str, **members: str) -> dict[str, Any]:
        members["InstanceId"] = self._instance_id
        try:
            return await asyncio.to_thread(call_jedlik, self._endpoint, operation, **members)
        except SettingsError as error:
            self._report(str(error))
            self._report = _ignore
            raise SourceError from error


def facts_in(answer: Mapping[str, Any]) -> Facts:
    """Returns the facts in an answer of GetInstanceMetadata."""
    endpoint = answer["Endpoint"]
    profile = None
    if "ProfileArn" in answer:
        profile = Profile(
            answer["ProfileArn"], answer["ProfileId"], answer["RoleId"], answer["RoleName"]
        )
    user_data = answer.get("UserData")
    return Facts(
        instance_id=answer["InstanceId"],
        account_id=answer["AccountId"],
        region=answer["Region"],
        zone=answer["Zone"],
        zone_id=answer["ZoneId"],
        image_id=answer["ImageId"],
        instance_type=answer["InstanceType"],
        architecture=answer["Architecture"],
        launch_index=answer["LaunchIndex"],
        launch_s=answer["LaunchS"],
        reservation_id=answer["ReservationId"],
        private_ip=answer["PrivateIp"],
        host_name=answer["HostName"],
        security_groups=tuple(answer["SecurityGroups"]),
        subnet_id=answer["SubnetId"],
        vpc_id=answer["VpcId"],
        tags=answer["Tags"],
        user_data=None if user_data is None else base64.b64decode(user_data),
        key_name=answer.get("KeyName"),
        public_key=answer.get("PublicKey"),
        profile=profile,
        needs_token=endpoint["HttpTokens"] == "required",
        is_enabled=endpoint["HttpEndpoint"] == "enabled",
    )


def _credentials_in(answer: Mapping[str, Any]) -> Credentials:
    code = answer["Code"]
    if code != _SUCCESS:
        return Credentials(code or _NO_CREDENTIALS)
    return Credentials(
        code,
        answer["AccessKeyId"],
        answer["SecretAccessKey"],
        answer["SessionToken"],
        answer["IssuedS"],
        answer["ExpiresS"],
    )


def _ignore(reason: str) -> None:
    """Replaces `report` after its first call."""
