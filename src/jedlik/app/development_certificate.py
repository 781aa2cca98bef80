"""A certificate for development, in two files of a data folder.

`development-certificate.pem` is the file that clients trust. It is the certificate of an authority
that has issued only one certificate, because its key was never stored. So anybody who can read the
data folder can impersonate the hosts in that one certificate, and no other hosts.

`development-server.pem` contains that one certificate and its key, for the server. Only its owner
can read it. The certificate names:

- localhost, the addresses of loopback, and the host of the server,
- the hosts that AWS SDKs compute for the Region of `--region`, for clients whose resolver leads
  them to this server without an endpoint URL. A certificate for all Regions would have two hundred
  names, which every client would read in every handshake.

Both files are made again before they expire, and if a name is missing.
"""

import os
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from jedlik.core.service_hosts import service_hosts

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

TRUSTED_FILE: Final = "development-certificate.pem"
_SERVED_FILE: Final = "development-server.pem"
# Earlier versions stored the key of their authority here. It could sign for every host.
_FORMER_KEY_FILE: Final = "development-key.pem"
_VALID_FOR: Final = timedelta(days=397)  # the most browsers accept (CA/Browser Forum, 2020)
_RENEW_BEFORE: Final = timedelta(days=30)
_CLOCK_SLACK: Final = timedelta(days=1)
_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")


class DevelopmentCertificate(NamedTuple):
    """The two files, in PEM. trusted: for clients. served: certificate and key of the server."""

    trusted: Path
    served: Path


def development_certificate(folder: Path, host: str, region: str) -> DevelopmentCertificate:
    """Returns the certificate in `folder`. Makes one if it is missing or does not fit.

    host: the name or the address of the server.
    """
    certificate = DevelopmentCertificate(folder / TRUSTED_FILE, folder / _SERVED_FILE)
    names = _names(host, region)
    if not _is_good(certificate, names):
        _make(certificate, names)
        (folder / _FORMER_KEY_FILE).unlink(missing_ok=True)
    return certificate


def _names(host: str, region: str) -> "list[x509.GeneralName]":
    from cryptography import x509  # noqa: PLC0415  (takes a second to import; only TLS needs it)

    texts = [*_LOCAL_NAMES, host, *service_hosts(region)]
    names: list[x509.GeneralName] = []
    for text in dict.fromkeys(texts):
        try:
            names.append(x509.IPAddress(ip_address(text)))
        except ValueError:
            names.append(x509.DNSName(text))
    return names


def _is_good(certificate: DevelopmentCertificate, names: "list[x509.GeneralName]") -> bool:
    """Returns whether the files exist, belong together, have all `names` and do not expire soon."""
    from cryptography import x509  # noqa: PLC0415  (as above)
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

    try:
        trusted = x509.load_pem_x509_certificate(certificate.trusted.read_bytes())
        served = x509.load_pem_x509_certificate(certificate.served.read_bytes())
        served.verify_directly_issued_by(trusted)
    except (FileNotFoundError, ValueError, InvalidSignature):
        return False
    named = served.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = served.not_valid_after_utc - _RENEW_BEFORE > datetime.now(UTC)
    return lasts and set(names) <= set(named)


def _make(certificate: DevelopmentCertificate, names: "list[x509.GeneralName]") -> None:
    from cryptography import x509  # noqa: PLC0415  (as above)
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    # The key of the authority is gone when this function returns.
    authority_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    # A client that trusts two authorities with one name would confuse them.
    serial = x509.random_serial_number()
    authority = _subject(f"Jedlik development {serial:x}")
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    trusted = (
        _builder(authority, authority, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    served = (
        _builder(_subject("Jedlik"), authority, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .add_extension(issuer, critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    in_pem = served.public_bytes(serialization.Encoding.PEM)
    _write(certificate.served, in_pem + secret, mode=0o600)
    _write(certificate.trusted, trusted.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _builder(
    subject: "x509.Name", issuer: "x509.Name", key: "ec.EllipticCurvePublicKey"
) -> "x509.CertificateBuilder":
    from cryptography import x509  # noqa: PLC0415  (as above)

    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLACK)
        .not_valid_after(now + _VALID_FOR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _subject(name: str) -> "x509.Name":
    from cryptography import x509  # noqa: PLC0415  (as above)

    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _usage(*, authority: bool) -> "x509.KeyUsage":
    from cryptography import x509  # noqa: PLC0415  (as above)

    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Writes a file in one step. `mode` applies from the moment at which it exists."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    new.replace(path)
