"""The settings of `jedlik serve`: one table, from which flags and variables are derived.

A flag overrides the environment (`JEDLIK_` and the name in capitals), which overrides the file
(`--config`, TOML, the names of the table), which overrides the default.
"""

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, NamedTuple

from jedlik.app.environment import setting_in
from jedlik.app.memory_limit import WORKER_MB_MIN
from jedlik.features.options import Options
from jedlik.wire.http.authority import address_in, host_in, origin_in

CONFIG_VARIABLE: Final = "JEDLIK_CONFIG"
_TRUE: Final = ("1", "true", "yes", "on")
_FALSE: Final = ("0", "false", "no", "off")
_FEATURES: Final = Options()  # the defaults of features
_SECONDS: Final = ("store_replica_lag", "transition_delay", "ttl_interval")
_DURATIONS: Final = (*_SECONDS, "drain", "grace", "idle_timeout")
_ALTERNATIVES: Final = (
    ("key_file", "key_command"),
    ("buckets", "s3_endpoint"),
    ("memory", "store"),
)
_NEEDS: Final = (
    *(("store_replica", "store"), ("store_shards", "store")),
    ("audit_data_events", "audit_log"),
)
_RANGES: Final = (
    *(("port", 0, 65535), ("workers", 1, 64)),
    *(("store_connections", 2, 1000), ("store_shards", 0, 256)),
)
_TTL_INTERVAL_MIN_S: Final = 0.1  # with less, an idle worker would use a whole core


class SettingsError(Exception):
    """A setting cannot be used. The text names it, its source, and the values that are allowed."""


class Setting(NamedTuple):
    """One setting. It has the type of its default.

    text: the help of its flag. is_list: whether the value is a list. Its flag can be repeated, and
    commas separate the elements everywhere.
    """

    name: str
    default: str | int | float | bool
    text: str
    choices: tuple[str, ...] = ()
    is_list: bool = False

    @property
    def flag(self) -> str:
        """Returns the flag, `--data` for `data`."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Returns the variable, `JEDLIK_DATA` for `data`."""
        return "JEDLIK_" + self.name.upper()


@dataclass(slots=True, frozen=True, kw_only=True)
class Settings:
    """The value of every setting. An empty text means that no value was given."""

    host: str
    port: int
    data: str
    memory: bool
    store: str
    store_password_file: str
    store_connections: int
    store_shards: int
    store_replica: str
    store_replica_lag: float
    workers: int
    auth: str
    dangerously_open_to_network: bool
    cors: str
    allowed_host: str
    region_mode: str
    region: str
    transition_delay: float
    ttl_interval: float
    item_collection_bytes: int
    memory_limit: int
    vector_memory_mb: int
    tls: bool
    tls_cert: str
    tls_key: str
    key_file: str
    key_command: str
    access_log: str
    audit_log: str
    audit_data_events: bool
    web_identity_keys: str
    buckets: str
    s3_endpoint: str
    backup_target: str
    backup_placement: str
    console: bool
    drain: float
    grace: float
    idle_timeout: float


SETTINGS: Final = (
    Setting("host", "127.0.0.1", "address to listen on"),
    Setting("port", 8000, "port to listen on; 0 picks a free one"),
    Setting("data", "jedlik-data", "folder for the data; a server makes it if it does not exist"),
    Setting("memory", False, "store everything in memory and nothing on disk"),
    Setting(
        "store",
        "",
        "postgresql://USER@HOST:PORT/DATABASE: store the data in this database, which any number of"
        " servers may use at once; its password comes from JEDLIK_STORE_PASSWORD",
    ),
    Setting("store_password_file", "", "file with the password for --store, in its first line"),
    Setting("store_connections", 12, "connections of each worker to the database of --store"),
    Setting("store_shards", 0, "shards over which Citus distributes a new database of --store"),
    Setting(
        "store_replica",
        "",
        "a replica of --store, for reads that need not be consistent; can be repeated, or a list"
        " with commas",
        is_list=True,
    ),
    Setting("store_replica_lag", 1.0, "seconds by which a read of --store-replica may be old"),
    Setting("workers", 1, "processes that serve the data together"),
    Setting(
        "auth",
        "open",
        "open: any well-formed credentials are accepted; enforce: signatures are verified with the"
        " root key pair (JEDLIK_ROOT_ACCESS_KEY_ID and JEDLIK_ROOT_SECRET_ACCESS_KEY, or a pair"
        " made at the first start: see `jedlik local-credentials`)",
        ("open", "enforce"),
    ),
    Setting(
        "dangerously_open_to_network",
        False,
        "allow --auth open on an address that other machines can reach: everyone there can read and"
        " delete everything",
    ),
    Setting(
        "cors",
        "",
        "an origin whose web pages may call with --auth open, such as https://app.example; * allows"
        " all; pages of this machine may always call; can be repeated, or a list with commas",
        is_list=True,
    ),
    Setting(
        "allowed_host",
        "",
        "another name by which clients call the server, without a port; * allows all; can be"
        " repeated, or a list with commas",
        is_list=True,
    ),
    Setting(
        "region_mode",
        "separate",
        "separate: each Region of a credential scope has its own tables, as in AWS;"
        " single: all Regions have the same tables",
        ("separate", "single"),
    ),
    Setting(
        "region",
        "us-east-1",
        "the Region of --region-mode single and of the hosts of AWS that --tls certifies",
    ),
    Setting(
        "transition_delay", 0.0, "seconds that CREATING, UPDATING, DELETING and a backfill last"
    ),
    Setting(
        "ttl_interval",
        _FEATURES.expiry_interval_s,
        "seconds between two searches for expired items, at least 0.1",
    ),
    Setting(
        "item_collection_bytes",
        _FEATURES.item_collection_bytes,
        "the largest item collection of a table with local indexes, in bytes",
    ),
    Setting(
        "memory_limit",
        0,
        f"MB of memory for all workers together, at least {WORKER_MB_MIN} for each; 0 for half of"
        " the memory of the machine or container, at most 4096 for each worker",
    ),
    Setting(
        "vector_memory_mb",
        _FEATURES.vector_memory_bytes >> 20,
        "memory in which each worker may cache vector indexes that are searched, at most a quarter"
        " of its memory; 0 for none",
    ),
    Setting("tls", False, "serve HTTPS, with a development certificate unless --tls-cert is given"),
    Setting("tls_cert", "", "file with the certificate chain (PEM); turns on --tls"),
    Setting("tls_key", "", "file with the private key of --tls-cert (PEM)"),
    Setting(
        "key_file",
        "",
        "file with the key that encrypts the data (32 random bytes or 64 hexadecimal digits)",
    ),
    Setting(
        "key_command",
        "",
        "command that prints the key that encrypts the data (64 hexadecimal digits)",
    ),
    Setting("access_log", "", "file for one JSON line per request; - is standard output"),
    Setting(
        "audit_log",
        "",
        "file for one JSON line, in the form of CloudTrail, per request for tables and identities;"
        " - is standard output",
    ),
    Setting("audit_data_events", False, "write requests for items to --audit-log too"),
    Setting(
        "web_identity_keys",
        "",
        "ISSUER=FILE: the public keys (JWKS) of an issuer of web identities, such as"
        " https://issuer.example=keys.json; can be repeated, or a list with commas",
        is_list=True,
    ),
    Setting("buckets", "", "folder whose folders are the buckets of exports and imports"),
    Setting(
        "s3_endpoint",
        "",
        "URL of the S3 server that has the buckets of exports and imports, or aws for Amazon S3;"
        " needs jedlik[s3], and credentials as boto3 finds them",
    ),
    Setting(
        "backup_target",
        "",
        "where backups are sent: file:FOLDER, or s3://BUCKET/PREFIX with --s3-endpoint",
    ),
    Setting(
        "backup_placement",
        "target",
        "where backups are that were sent: target: there only; both: in the data folder too",
        ("target", "both"),
    ),
    Setting("console", True, "serve the web console at /console/"),
    Setting("drain", 0.0, "seconds to go on serving after a signal to stop; /health/ready is 503"),
    Setting("grace", 10.0, "seconds to finish what is in flight after a signal to stop"),
    Setting("idle_timeout", 75.0, "seconds after which an idle connection is closed"),
)


def add_flags(parser: ArgumentParser, names: tuple[str, ...] = ()) -> None:
    """Adds the flags of all settings to `parser`, or only those of the settings in `names`."""
    parser.add_argument(
        "--config", metavar="FILE", help=f"TOML file of settings ({CONFIG_VARIABLE})"
    )
    for setting in SETTINGS:
        if names and setting.name not in names:
            continue
        kwargs: dict[str, Any] = {"action": "append"} if setting.is_list else {}
        default = "" if setting.default in ("", False) else f", default {setting.default}"
        text = f"{setting.text} ({setting.variable}{default})"
        if isinstance(setting.default, bool):
            parser.add_argument(setting.flag, action=BooleanOptionalAction, default=None, help=text)
        else:
            metavar = "|".join(setting.choices) or type(setting.default).__name__.upper()
            metavar = {"STR": "TEXT", "INT": "NUMBER", "FLOAT": "SECONDS"}.get(metavar, metavar)
            parser.add_argument(setting.flag, metavar=metavar, help=text, **kwargs)


def settings_from(arguments: Namespace, environment: Mapping[str, str]) -> Settings:
    """Returns the values of all settings, by precedence. Raises SettingsError."""
    given = vars(arguments)
    path = given.get("config") or environment.get(CONFIG_VARIABLE)
    from_file = _read_file(Path(path)) if path else {}
    values: dict[str, str | int | float | bool] = {}
    for setting in SETTINGS:
        flag, variable = given.get(setting.name), setting_in(environment, setting.variable)
        if flag is not None:
            values[setting.name] = _value(setting, flag, setting.flag)
        elif variable is not None:
            values[setting.name] = _value(setting, variable, setting.variable)
        elif setting.name in from_file:
            values[setting.name] = _value(setting, from_file[setting.name], str(path))
        else:
            values[setting.name] = setting.default
    return _checked(Settings(**values))  # type: ignore[arg-type]  # the table has their types


def _read_file(path: Path) -> dict[str, object]:
    import tomllib  # noqa: PLC0415  (costs 0.3 MB; most servers have no such file)

    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read the settings file {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"the settings file {path} is not TOML: {error}") from error
    unknown = sorted(set(read) - {setting.name for setting in SETTINGS})
    if unknown:
        raise SettingsError(f"the settings file {path} has unknown settings: {', '.join(unknown)}")
    return read


def _value(setting: Setting, given: object, source: str) -> str | int | float | bool:
    if isinstance(setting.default, bool):
        text = str(given).lower()
        if text in _TRUE + _FALSE:
            return text in _TRUE
        raise SettingsError(f"{source}: {setting.name} must be true or false, not {given!r}")
    if isinstance(setting.default, (int, float)):
        try:
            return type(setting.default)(str(given))
        except ValueError:
            raise SettingsError(
                f"{source}: {setting.name} must be a number, not {given!r}"
            ) from None
    if not isinstance(given, str if not setting.is_list else (str, list)):
        raise SettingsError(f"{source}: {setting.name} must be a text, not {given!r}")
    if setting.is_list:
        return ",".join(map(str, given)) if isinstance(given, list) else str(given)
    if setting.choices and given not in setting.choices:
        wanted = " or ".join(setting.choices)
        raise SettingsError(f"{source}: {setting.name} must be {wanted}, not {given!r}")
    return str(given)


def _checked(settings: Settings) -> Settings:
    for name, least, most in _RANGES:
        value = getattr(settings, name)
        if not least <= value <= most:
            raise SettingsError(f"{name} must be from {least} to {most}, not {value}")
    if settings.item_collection_bytes < 1:
        raise SettingsError("item_collection_bytes must be one or more")
    if settings.memory_limit and settings.memory_limit < WORKER_MB_MIN * settings.workers:
        raise SettingsError(
            f"memory_limit must be at least {WORKER_MB_MIN * settings.workers} MB"
            f" ({WORKER_MB_MIN} for each worker) or 0, not {settings.memory_limit}"
        )
    if settings.vector_memory_mb < 0:
        raise SettingsError("vector_memory_mb must be zero or more")
    if settings.memory and settings.workers > 1:
        raise SettingsError("--memory stores its data in one process: it cannot have --workers")
    if settings.memory and (settings.key_file or settings.key_command):
        raise SettingsError("--memory writes nothing to disk: there is nothing to encrypt")
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise SettingsError("--tls-cert and --tls-key go together")
    _check_pairs(settings)
    _check_lists(settings)
    for name in _DURATIONS:
        if not 0 <= getattr(settings, name) < 1e9:
            raise SettingsError(f"{name} must be zero or more seconds")
    if settings.ttl_interval < _TTL_INTERVAL_MIN_S:
        raise SettingsError(f"ttl_interval must be {_TTL_INTERVAL_MIN_S} or more seconds")
    return settings


def elements(text: str) -> list[str]:
    """Returns the elements of a setting that is a list."""
    return [each.strip() for each in text.split(",") if each.strip()]


def origins(settings: Settings) -> list[str]:
    """Returns the origins of --cors in the form that browsers send."""
    return [origin_in(each) or each for each in elements(settings.cors)]


def _check_pairs(settings: Settings) -> None:
    for name in ("host", "data", "region"):
        if not getattr(settings, name):
            raise SettingsError(f"{name} must not be empty: leave it out to have its default")
    if settings.memory and settings.backup_target:
        raise SettingsError("--memory forgets its backups: it cannot have --backup-target")
    for one, other in _ALTERNATIVES:
        if getattr(settings, one) and getattr(settings, other):
            raise SettingsError(f"give --{one} or --{other}, not both".replace("_", "-"))
    for one, other in _NEEDS:
        if getattr(settings, one) and not getattr(settings, other):
            raise SettingsError(f"--{one} needs --{other}".replace("_", "-"))


def _check_lists(settings: Settings) -> None:
    for each in elements(settings.cors):
        if each not in ("*", "null") and origin_in(each) is None:
            raise SettingsError(
                "cors must have origins such as https://app.example or http://10.0.0.7:3000, or *,"
                f" not {each!r}"
            )
    for each in elements(settings.allowed_host):
        if each != "*" and host_in(each) != each.lower() and address_in(each) is None:
            raise SettingsError(
                "allowed_host must have names or addresses without a port, such as db.example, or"
                f" *, not {each!r}"
            )


assert [each.name for each in fields(Settings)] == [each.name for each in SETTINGS]
