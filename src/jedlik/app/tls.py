"""Certificates: those given, or one made here for development.

A development certificate signs itself. It names localhost, the loopback addresses and the host, is
kept in the data folder with its key, readable by the owner alone, and is made anew when it runs out
or the host is another. SDKs must be told to trust the file or not to verify.
"""

import os
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from cryptography import x509

_CERTIFICATE_FILE: Final = "development-certificate.pem"
_KEY_FILE: Final = "development-key.pem"
_VALID_FOR: Final = timedelta(days=397)  # the most browsers accept (CA/Browser Forum, 2020)
_RENEW_BEFORE: Final = timedelta(days=30)
_CLOCK_SLACK: Final = timedelta(days=1)
_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")


class Certificate(NamedTuple):
    """A certificate chain and its key, as files in PEM."""

    chain: Path
    key: Path


def server_context(certificate: Certificate) -> ssl.SSLContext:
    """TLS 1.2 and 1.3 with `certificate`. Raises OSError (ssl.SSLError too) for bad files."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(certificate.chain, certificate.key)
    return context


def development_certificate(folder: Path, host: str) -> Certificate:
    """The certificate in `folder` for `host`, a name or an address; made if there is none."""
    certificate = Certificate(folder / _CERTIFICATE_FILE, folder / _KEY_FILE)
    if not _is_good(certificate, host):
        _make(certificate, host)
    return certificate


def _names(host: str) -> "list[x509.GeneralName]":
    from cryptography import x509  # noqa: PLC0415  (a second to import; only TLS needs it)

    names: list[x509.GeneralName] = []
    for name in dict.fromkeys((*_LOCAL_NAMES, host)):
        try:
            names.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            names.append(x509.DNSName(name))
    return names


def _is_good(certificate: Certificate, host: str) -> bool:
    from cryptography import x509  # noqa: PLC0415

    if not (certificate.chain.exists() and certificate.key.exists()):
        return False
    loaded = x509.load_pem_x509_certificate(certificate.chain.read_bytes())
    named = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = loaded.not_valid_after_utc - _RENEW_BEFORE > datetime.now(UTC)
    return lasts and set(_names(host)) <= set(named)


def _make(certificate: Certificate, host: str) -> None:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Jedlik development")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLACK)
        .not_valid_after(now + _VALID_FOR)
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(certificate.key, secret, mode=0o600)
    _write(certificate.chain, made.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Put `content` in place at once, never readable by more than `mode` says."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    new.replace(path)
