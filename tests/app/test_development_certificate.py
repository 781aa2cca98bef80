"""The development certificate: which hosts it names, how long it lasts, and what it cannot do."""

import contextlib
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from jedlik.app import development_certificate as module
from jedlik.app.certificate import server_context
from jedlik.app.development_certificate import DevelopmentCertificate, development_certificate

LOCAL = {"localhost", "127.0.0.1", "::1"}
# Some hosts that botocore computes for a Region, and for the account 123456789012 in it. All are in
# tests/core/test_service_hosts.py.
OF_AWS = [
    "dynamodb.eu-west-2.amazonaws.com",
    "123456789012.ddb.eu-west-2.amazonaws.com",
    "streams.dynamodb.eu-west-2.amazonaws.com",
    "123456789012.streams-ddb.eu-west-2.amazonaws.com",
    "search-dynamodb.eu-west-2.amazonaws.com",
    "123456789012.search-ddb.eu-west-2.amazonaws.com",
    "dynamodb-fips.eu-west-2.amazonaws.com",
    "streams.dynamodb-fips.eu-west-2.amazonaws.com",
    "dynamodb.eu-west-2.api.aws",
    "123456789012.ddb.eu-west-2.api.aws",
    "123456789012.streams-ddb-fips.eu-west-2.api.aws",
]


def made(
    folder: Path, host: str = "localhost", region: str = "eu-west-2"
) -> DevelopmentCertificate:
    return development_certificate(folder, host, region)


def names(certificate: DevelopmentCertificate) -> set[str]:
    served = x509.load_pem_x509_certificate(certificate.served.read_bytes())
    found = served.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(each.value) for each in found}


def refusal(certificate: DevelopmentCertificate, presented: Path, host: str) -> str:
    """Returns why a client that trusts `certificate` refuses a server, empty if it accepts it."""
    client = ssl.create_default_context(cafile=certificate.trusted)
    to_server, from_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(from_server, to_server, server_hostname=host)
    theirs = server_context(presented, presented).wrap_bio(to_server, from_server, server_side=True)
    try:
        for _ in range(4):
            for side in (ours, theirs):
                with contextlib.suppress(ssl.SSLWantReadError):
                    side.do_handshake()
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    assert ours.version() == "TLSv1.3"
    return ""


@pytest.mark.parametrize("host", ["db.example", "192.0.2.1", "localhost"])
def test_names_and_files(tmp_path: Path, host: str) -> None:
    certificate = made(tmp_path, host, "no Region")
    assert names(certificate) == LOCAL | {host}
    assert certificate.served.stat().st_mode & 0o777 == 0o600
    assert sorted(tmp_path.iterdir()) == [certificate.trusted, certificate.served]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "db.example", *OF_AWS])
def test_a_client_that_trusts_it_accepts_the_server(tmp_path: Path, host: str) -> None:
    certificate = made(tmp_path, "db.example")
    assert refusal(certificate, certificate.served, host) == ""


def test_hosts_in_china_have_a_domain_of_their_own(tmp_path: Path) -> None:
    certificate = made(tmp_path, region="cn-north-1")
    assert "dynamodb.cn-north-1.amazonaws.com.cn" in names(certificate)


@pytest.mark.parametrize(
    "host", ["example.com", "s3.eu-west-2.amazonaws.com", "dynamodb.us-east-1.amazonaws.com"]
)
def test_other_hosts_are_not_named(tmp_path: Path, host: str) -> None:
    certificate = made(tmp_path)
    assert "Hostname mismatch" in refusal(certificate, certificate.served, host)


@pytest.mark.parametrize("host", ["example.com", "localhost"])
def test_its_key_can_sign_nothing_else(tmp_path: Path, host: str) -> None:
    """Somebody who read the data folder cannot sign a certificate that clients accept."""
    certificate = made(tmp_path)
    content = certificate.served.read_bytes()
    key = load_pem_private_key(content, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    trusted = x509.load_pem_x509_certificate(certificate.trusted.read_bytes())
    for issuer in (x509.load_pem_x509_certificate(content), trusted):
        forged = tmp_path / "forged.pem"
        forged.write_bytes(signed(host, issuer.subject, key) + content)
        assert refusal(certificate, forged, host)
    assert b"PRIVATE" not in certificate.trusted.read_bytes()


def signed(host: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> bytes:
    """A certificate for `host` with the public key of `key`, and signed with it."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.PEM)
    )


def test_openssl_accepts_it_in_strict_mode(tmp_path: Path) -> None:
    """Python does not check so strictly before 3.13."""
    certificate = made(tmp_path)
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver"]
    files = ["-CAfile", str(certificate.trusted), str(certificate.served)]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.stdout == f"{certificate.served}: OK\n", done.stderr


def test_it_lasts_until_a_name_is_missing(tmp_path: Path) -> None:
    first = made(tmp_path, "a.example").trusted.read_bytes()
    assert made(tmp_path, "a.example").trusted.read_bytes() == first
    assert made(tmp_path, "localhost").trusted.read_bytes() == first
    second = made(tmp_path, "b.example").trusted.read_bytes()
    assert second != first
    assert made(tmp_path, "b.example", "us-east-1").trusted.read_bytes() != second


def test_it_is_made_again_before_it_runs_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(tmp_path).trusted.read_bytes()
    monkeypatch.setattr(module, "_RENEW_BEFORE", timedelta(days=398))
    assert made(tmp_path).trusted.read_bytes() != first


@pytest.mark.parametrize("damage", ["lost", "empty", "of another"])
@pytest.mark.parametrize("name", ["trusted", "served"])
def test_files_that_do_not_belong_together_are_made_again(
    tmp_path: Path, damage: str, name: str
) -> None:
    certificate = made(tmp_path)
    file: Path = getattr(certificate, name)
    if damage == "lost":
        file.unlink()
    elif damage == "empty":
        file.write_bytes(b"")
    else:
        other = tmp_path / "other"
        other.mkdir()
        file.write_bytes(getattr(made(other), name).read_bytes())
    again = made(tmp_path)
    assert refusal(again, again.served, "localhost") == ""


def test_the_key_of_an_earlier_version_is_removed(tmp_path: Path) -> None:
    """It belonged to an authority that could sign for every host."""
    former = tmp_path / "development-key.pem"
    former.write_text("the key of an authority")
    made(tmp_path)
    assert not former.exists()
