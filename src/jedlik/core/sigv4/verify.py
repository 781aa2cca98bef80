"""Verifies a claim: its date, the signed headers, its scope, and finally the signature.

The order is the service's (dynalite `index.js`): date, whether `Host` is signed, algorithm,
credential, scope. Then the caller looks up the secret of the access key, and the signature is
verified.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.sigv4.authorization import Authorization, Claim, SignedRequest
from jedlik.core.sigv4.canonical import canonical_request
from jedlik.core.sigv4.signing_key import signing_key

SKEW_S: Final = 5 * 60  # the service's value, as its error text says
_EXPIRES_S_MAX: Final = 7 * 24 * 3600  # IAM User Guide, "Signature Version 4 query parameters"
_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_BASIC_FORMAT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z")
_CACHED_DATE_BYTES: Final = 64  # no valid date is longer
_CREDENTIAL_ELEMENTS: Final = 5
_TERMINATOR: Final = "aws4_request"

# These headers change the meaning of a request, so they must be signed if they are sent.
_MEANINGFUL_HEADERS: Final = (b"x-amz-target", b"x-amz-security-token")

UNKNOWN_ACCESS_KEY: Final = ServiceError(
    "UnrecognizedClientException", "The security token included in the request is invalid."
)
# Recorded by dynalite: unlike the text for an unknown key, this one ends without a full stop.
WRONG_TOKEN: Final = ServiceError(
    "UnrecognizedClientException", "The security token included in the request is invalid"
)
_MISMATCH: Final = ServiceError(
    "InvalidSignatureException",
    "The request signature we calculated does not match the signature you provided. Check your "
    "AWS Secret Access Key and signing method. Consult the service documentation for details.",
)


def check_claim(request: SignedRequest, claim: Claim, *, now_s: float, service: str) -> None:
    """Raises Reject if a claim is expired, not yet valid, incomplete or not for `service`.

    now_s: the current time in seconds since 1970. service: the signing name, such as `dynamodb`.
    """
    date, signed_s = basic_date(claim.date)
    if not now_s - SKEW_S <= signed_s <= now_s + SKEW_S or claim.expires is not None:
        _check_time(claim, date, signed_s=signed_s, now_s=now_s)
    authorization = claim.authorization
    if b"host" not in authorization.signed_headers:
        raise _invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.")
    check_form(authorization)
    _, day, _, scoped_service, terminator = authorization.credential
    if (
        scoped_service != service
        or terminator != _TERMINATOR
        or day != date[:8]
        or not authorization.names_region
    ):
        raise _invalid(_scope_faults(authorization, date, service))
    for name in _MEANINGFUL_HEADERS:
        if name not in authorization.signed_headers and name in request.headers:
            message = f"'{name.decode()}' must be a 'SignedHeader' in the AWS Authorization."
            raise _invalid(message)


def check_form(authorization: Authorization) -> None:
    """Raises Reject for an unknown algorithm, or a credential without exactly five elements."""
    if authorization.algorithm != _ALGORITHM:
        raise _incomplete(
            f"Unsupported AWS 'algorithm': '{authorization.algorithm}' "
            f"(only {_ALGORITHM} for now). "
        )
    if len(authorization.credential) != _CREDENTIAL_ELEMENTS:
        raise _incomplete(
            "Credential must have exactly 5 slash-delimited elements, "
            f"e.g. keyid/date/region/service/term, got '{'/'.join(authorization.credential)}'"
        )


def verify_signature(request: SignedRequest, claim: Claim, secret_access_key: str) -> None:
    """Raises Reject if the signature is not the one that `secret_access_key` produces.

    The signature must cover the hash of the actual body: only S3 accepts `UNSIGNED-PAYLOAD`.
    """
    scope = claim.authorization.scope
    digest = sha256(canonical_request(request, claim)).hexdigest()
    text = b"%b\n%b\n%b\n%b" % (
        b"AWS4-HMAC-SHA256",
        basic_date(claim.date)[0].encode(),
        scope,
        digest.encode(),
    )
    signature = signing_key(secret_access_key, scope).sign(text)
    if not compare_digest(signature.encode(), claim.signature):
        raise Reject(_MISMATCH)


def basic_date(written: bytes) -> tuple[str, float]:
    """Returns a date as `20260118T112233Z` and in seconds since 1970. Raises Reject if it is none.

    A `Date` header may also have the format of HTTP dates.
    """
    return _known_date(written) if len(written) <= _CACHED_DATE_BYTES else _date(written)


def _date(written: bytes) -> tuple[str, float]:
    text = written.strip().decode("latin-1")
    try:
        basic = _BASIC_FORMAT.fullmatch(text)
        if basic is None:
            moment = _internet_date(text).astimezone(UTC)
        else:
            year, month, day, hour, minute, second = map(int, basic.groups())
            moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, OverflowError):
        raise _incomplete(
            f"Date must be in ISO-8601 'basic format'. Got '{text}'. "
            "See http://en.wikipedia.org/wiki/ISO_8601"
        ) from None
    return moment.strftime("%Y%m%dT%H%M%SZ"), moment.timestamp()


def _internet_date(text: str) -> datetime:
    """Returns the time that a Date header names. Raises ValueError."""
    # SDKs send X-Amz-Date instead, and this module costs 0.3 MB.
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    return parsedate_to_datetime(text)


_known_date = lru_cache(maxsize=1024)(_date)


def _check_time(claim: Claim, date: str, *, signed_s: float, now_s: float) -> None:
    lifetime_s = SKEW_S
    if claim.expires is not None:
        lifetime_s = _lifetime_s(claim.expires)
    if signed_s < now_s - lifetime_s:
        earliest, now = _written(now_s - lifetime_s), _written(now_s)
        raise _invalid(
            f"Signature expired: {date} is now earlier than {earliest} "
            f"({now} - {lifetime_s / 60:g} min.)"
        )
    if signed_s > now_s + SKEW_S:
        latest, now = _written(now_s + SKEW_S), _written(now_s)
        raise _invalid(
            f"Signature not yet current: {date} is still later than {latest} "
            f"({now} + {SKEW_S / 60:g} min.)"
        )


def _lifetime_s(expires: bytes) -> int:
    """Returns the seconds of X-Amz-Expires. If it is empty, the usual clock skew applies."""
    if not expires:
        return SKEW_S
    digits = expires.lstrip(b"0")
    known = expires.isdigit() and 1 <= len(digits) <= len(str(_EXPIRES_S_MAX))
    if not known or int(digits) > _EXPIRES_S_MAX:
        raise _incomplete(
            f"X-Amz-Expires must be a number between 1 and {_EXPIRES_S_MAX}, "
            f"got '{expires.decode('latin-1')}'"
        )
    return int(digits)


def _scope_faults(authorization: Authorization, date: str, service: str) -> str:
    _, day, region, scoped_service, terminator = authorization.credential
    faults = []
    if not authorization.names_region:
        faults.append(f"Credential should be scoped to a valid region, not '{region}'. ")
    if scoped_service != service:
        faults.append(f"Credential should be scoped to correct service: '{service}'. ")
    if terminator != _TERMINATOR:
        faults.append(
            f"Credential should be scoped with a valid terminator: '{_TERMINATOR}', "
            f"not '{terminator}'. "
        )
    if day != date[:8]:
        faults.append(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
            f"from HTTP: '{day}' != '{date[:8]}', from '{date}'."
        )
    return "".join(faults)


def _written(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y%m%dT%H%M%SZ")


def _invalid(message: str) -> Reject:
    return Reject(ServiceError("InvalidSignatureException", message))


def _incomplete(message: str) -> Reject:
    return Reject(ServiceError("IncompleteSignatureException", message))
