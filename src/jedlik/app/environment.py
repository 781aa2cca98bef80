"""Environment variables that look like settings: those of Kubernetes, and misspelt ones.

Kubernetes gives each pod variables for the Services of its namespace, unless the pod has
`enableServiceLinks: false`. A Service with the name `jedlik` makes JEDLIK_SERVICE_HOST, for
example, and JEDLIK_PORT with an address such as `tcp://10.0.0.1:8000`.
Source: Kubernetes documentation, "Service", section "Environment variables".
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

_PREFIX: Final = "JEDLIK_"
_ADDRESS: Final = re.compile(r"(tcp|udp|sctp)://")
_OF_A_SERVICE: Final = re.compile(r"_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?$")
_NO_SETTINGS: Final = (  # but variables of Jedlik
    *("JEDLIK_CONFIG", "JEDLIK_INSTANCE_ID", "JEDLIK_KEY", "JEDLIK_STORE_PASSWORD"),
    *("JEDLIK_ROOT_ACCESS_KEY_ID", "JEDLIK_ROOT_SECRET_ACCESS_KEY"),
)
_ALIKE: Final = 0.75  # how much two names must have in common, at most 1


def setting_in(environment: Mapping[str, str], variable: str) -> str | None:
    """Returns the value of a variable, None if it is missing or the address of a Service."""
    value = environment.get(variable)
    return None if value is None or _ADDRESS.match(value) else value


def misspelt(environment: Mapping[str, str], settings: Iterable[str]) -> list[str]:
    """Returns a sentence for each unknown variable whose name is almost that of a known one.

    settings: the variables of all settings.
    """
    known = (*settings, *_NO_SETTINGS)
    unknown = [
        each
        for each in sorted(environment)
        if each.startswith(_PREFIX)
        and each not in known
        and not _OF_A_SERVICE.search(each)
        and setting_in(environment, each) is not None
    ]
    if not unknown:
        return []
    from difflib import get_close_matches  # noqa: PLC0415  (few servers need it)

    names = [each.removeprefix(_PREFIX) for each in known]
    return [
        f"The variable {each} has no effect. Did you mean {_PREFIX}{alike[0]}?"
        for each in unknown
        if (alike := get_close_matches(each.removeprefix(_PREFIX), names, 1, _ALIKE))
    ]
