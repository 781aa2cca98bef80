"""How AWS tools and commands reach the server of some settings, on this machine."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from jedlik.app.client import Endpoint
from jedlik.app.credentials import ROOT_FILE, KeyPair, given_pair, root_key_pair
from jedlik.app.development_certificate import TRUSTED_FILE
from jedlik.app.encryption_key import encryption_key
from jedlik.app.listening import authority, reachable_host
from jedlik.app.settings import Settings, SettingsError, settings_from
from jedlik.core.sigv4.sign import Credentials


def local_environment(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """Returns the variables with which AWS tools reach the server of these settings.

    The root key pair is made if there is none. Raises SettingsError.
    """
    pair = KeyPair("jedlik", "jedlik")
    if settings.auth == "enforce":
        pair = _root(settings, environment)
    trusted = _trusted(settings)
    return {
        # Of all services: with credentials of this server, no request should go to AWS.
        "AWS_ENDPOINT_URL": _url(settings),
        "AWS_ACCESS_KEY_ID": pair.access_key_id,
        "AWS_SECRET_ACCESS_KEY": pair.secret_access_key,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_REGION": settings.region,
        **({"AWS_CA_BUNDLE": trusted} if trusted else {}),
    }


def endpoint_of(arguments: Namespace, environment: Mapping[str, str]) -> Endpoint:
    """Returns the server that a command calls, and with which credentials. Raises SettingsError."""
    if arguments.url:
        given = (
            environment.get("AWS_ACCESS_KEY_ID", ""),
            environment.get("AWS_SECRET_ACCESS_KEY", ""),
        )
        if not all(given):
            raise SettingsError("--url needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        credentials = Credentials(*given, environment.get("AWS_SESSION_TOKEN", ""))
        return Endpoint(arguments.url, credentials, environment.get("AWS_REGION") or "us-east-1")
    settings = settings_from(arguments, {**environment, "JEDLIK_AUTH": "enforce"})
    pair = KeyPair("jedlik", "jedlik")  # a server in open mode accepts any
    # A command that only calls a server makes no folder and no pair, which no server would know.
    is_elsewhere = settings.memory or settings.store or given_pair(environment) is not None
    if is_elsewhere or (Path(settings.data) / ROOT_FILE).exists():
        pair = _root(settings, environment)
    credentials = Credentials(pair.access_key_id, pair.secret_access_key)
    return Endpoint(_url(settings), credentials, settings.region, _trusted(settings))


def flags_of(settings: Settings, port: int) -> str:
    """Returns the options that name a server of this machine in another command."""
    folder = quote(str(Path(settings.data).resolve()))
    flags = f"--data {folder} --port {port}"
    if settings.tls or settings.tls_cert:
        flags += " --tls"
    if settings.key_file:
        flags += f" --key-file {quote(str(Path(settings.key_file).resolve()))}"
    if settings.key_command:
        flags += f" --key-command {quote(settings.key_command)}"
    return flags


def _root(settings: Settings, environment: Mapping[str, str]) -> KeyPair:
    given = given_pair(environment)
    if given is not None:
        return given
    if settings.memory:
        raise SettingsError(
            "with --memory a root key pair lasts only as long as its server: choose one with"
            " JEDLIK_ROOT_ACCESS_KEY_ID and JEDLIK_ROOT_SECRET_ACCESS_KEY"
        )
    if settings.store:
        from jedlik.app.database import root_pair  # noqa: PLC0415  (a folder needs no PostgreSQL)

        return root_pair(environment)
    key = encryption_key(settings, environment)
    return root_key_pair(environment, Path(settings.data), key)


def _url(settings: Settings) -> str:
    scheme = "https" if settings.tls or settings.tls_cert else "http"
    return f"{scheme}://{authority(reachable_host(settings.host), settings.port)}"


def _trusted(settings: Settings) -> str:
    """Returns the development certificate, which tools do not trust by themselves, or ""."""
    path = Path(settings.data).resolve() / TRUSTED_FILE
    is_used = settings.tls and not settings.tls_cert and not settings.memory
    return str(path) if is_used and path.exists() else ""
