"""Requests without a signature: which operations accept them, and where they may come from.

Such an operation decides by itself who calls it, by something in the request. A password is such a
thing, and pages of other origins must not use the browsers of their visitors to guess one. So a
request with a password is refused if a browser says that another page makes it, and other pages can
never read its answer. A password that travels in clear text from another machine can be read on its
way, so it needs TLS.
"""

from typing import Final

from jedlik.core.errors import ServiceError
from jedlik.pipeline.exchange import Exchange, Route
from jedlik.wire.http.authority import host_in, is_loopback, is_same_origin
from jedlik.wire.http.message import HttpRequest

# The operations that need no signature, by API and name. A test compares them with the shapes.
UNSIGNED: Final = frozenset({("Jedlik", "SignIn"), ("STS", "AssumeRoleWithWebIdentity")})
# Those that receive a password.
_WITH_PASSWORD: Final = frozenset({("Jedlik", "SignIn")})
# Everybody may cause the work of decoding a request without a signature.
_BODY_BYTES: Final = 256 * 1024
# Values of Sec-Fetch-Site: a page of this server asks, or the user typed the address. Source: W3C,
# Fetch Metadata Request Headers.
_OWN_FETCHES: Final = (b"same-origin", b"none")

_TOO_LARGE: Final = ServiceError(
    "SerializationException",
    f"A request without a signature has at most {_BODY_BYTES} bytes and is not compressed",
)
_FOREIGN: Final = ServiceError(
    "AccessDeniedException",
    "A password is accepted from pages of this server and from programs that are no browsers, not"
    " from pages of other origins.",
)
_IN_CLEAR_TEXT: Final = ServiceError(
    "AccessDeniedException",
    "A password is not accepted over plain HTTP from another machine. Use HTTPS (--tls).",
)


def refusal(exchange: Exchange, *, is_tls: bool) -> ServiceError | None:
    """Returns why a request without a signature is refused, None if it is not.

    is_tls: whether clients reach this process by TLS.
    """
    http = exchange.http
    if len(http.body) > _BODY_BYTES or b"content-encoding" in http.headers:
        return _TOO_LARGE
    if not has_password(exchange.route):
        return None
    if not _is_own_page(http, is_tls=is_tls):
        return _FOREIGN
    is_local = is_loopback(host_in(http.peer) or "")
    return None if is_tls or is_local else _IN_CLEAR_TEXT


def has_password(route: Route | None) -> bool:
    """Returns whether a request has a password. Pages of other origins cannot read its answer."""
    return route is not None and route.label in _WITH_PASSWORD


def _is_own_page(http: HttpRequest, *, is_tls: bool) -> bool:
    """Returns whether a page of this server makes the request, or no page at all.

    A page can make its own name lead to this machine (DNS rebinding). It has no certificate for
    this server or for a proxy before it. So if the page did not come by HTTPS, only names of the
    loopback are believed.
    """
    headers = http.headers
    site = headers.get(b"sec-fetch-site")
    if site is not None and site not in _OWN_FETCHES:
        return False
    origin = headers.get(b"origin")
    host = headers.get(b"host", b"").decode("latin-1")
    if origin is None:
        return True
    is_secure = is_tls or origin.startswith(b"https://")
    is_believed = is_secure or is_loopback(host_in(host) or "")
    return is_believed and is_same_origin(origin.decode("latin-1"), host)
