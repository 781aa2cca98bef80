"""The server that `jedlik dump` and `jedlik load` call, its Region, and with which credentials."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from jedlik.app.aws_credentials import aws_credentials
from jedlik.app.credentials import ACCESS_KEY_VARIABLE, ROOT_FILE, root_key_pair
from jedlik.app.dynamodb_client import Target
from jedlik.app.encryption_key import encryption_key
from jedlik.app.listening import authority, reachable_host
from jedlik.app.settings import Settings, settings_from
from jedlik.core.sigv4.sign import Credentials


def target_of(arguments: Namespace, environment: Mapping[str, str]) -> Target:
    """Returns the server that a command calls, and with what. Raises SettingsError."""
    if arguments.endpoint:
        host = urlsplit(arguments.endpoint).hostname or ""
        region = arguments.region or _region_in(host) or _region(environment)
        return Target(
            arguments.endpoint.rstrip("/"), region or "us-east-1", aws_credentials(environment)
        )
    settings = settings_from(arguments, environment)
    region = arguments.region or environment.get("JEDLIK_REGION") or _region(environment)
    scheme = "https" if settings.tls or settings.tls_cert else "http"
    host = authority(reachable_host(settings.host), settings.port)
    credentials = _local_credentials(settings, environment)
    return Target(f"{scheme}://{host}", region or settings.region, lambda: credentials)


def _local_credentials(settings: Settings, environment: Mapping[str, str]) -> Credentials:
    """Returns the root key pair of the data folder. A server in open mode accepts any pair."""
    folder = Path(settings.data)
    if ACCESS_KEY_VARIABLE in environment or (folder / ROOT_FILE).exists():
        key = encryption_key(settings, environment)
        return Credentials(*root_key_pair(environment, folder, key))
    return Credentials("jedlik", "jedlik")


def _region(environment: Mapping[str, str]) -> str:
    return environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or ""


def _region_in(host: str) -> str:
    """Returns the Region in the name of a host of the service: dynamodb.eu-west-1.amazonaws.com."""
    labels = host.split(".")
    at = next((at for at, each in enumerate(labels) if each in {"dynamodb", "dynamodb-fips"}), None)
    is_aws = host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws"))
    return labels[at + 1] if is_aws and at is not None else ""
