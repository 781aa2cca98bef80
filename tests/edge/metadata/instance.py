"""An instance that a metadata endpoint shows, for tests."""

from jedlik.edge.metadata.facts import Credentials, Facts, Profile, SourceError

PROFILE = Profile("arn:aws:iam::000000000001:instance-profile/P", "AIPA1", "AROA1", "Reader")
FACTS = Facts(
    instance_id="i-0123456789abcdef0",
    account_id="000000000001",
    region="us-east-1",
    zone="us-east-1a",
    zone_id="use1-az1",
    image_id="ami-0123456789abcdef0",
    instance_type="t3.micro",
    architecture="x86_64",
    launch_index=0,
    launch_s=1_790_000_000,
    reservation_id="r-0123456789abcdef0",
    private_ip="172.31.0.4",
    host_name="ip-172-31-0-4.ec2.internal",
    security_groups=("default",),
    subnet_id="subnet-0123456789abcdef0",
    vpc_id="vpc-0123456789abcdef0",
    tags={"Name": "web"},
    user_data=b"#!/bin/sh",
    key_name="k",
    public_key="ssh-ed25519 AAAA",
    profile=PROFILE,
    needs_token=True,
    is_enabled=True,
)
CREDENTIALS = Credentials(
    "Success", "ASIA1", "secret", "token", issued_s=1_790_000_000, expires_s=1_790_021_600
)


class Known:
    """A source that knows everything. Tests change what it says."""

    def __init__(self) -> None:
        self.now: Facts | None = FACTS
        self.given = CREDENTIALS
        self.asked: list[tuple[Profile, str]] = []

    async def facts(self) -> Facts:
        """See Source."""
        if self.now is None:
            raise SourceError
        return self.now

    async def credentials(self, profile: Profile, delivery: str) -> Credentials:
        """See Source."""
        self.asked.append((profile, delivery))
        return self.given
