"""Certificates made for development. How they serve is in test_server.py."""

import ssl
from pathlib import Path

import pytest
from cryptography import x509

from jedlik.app import tls
from jedlik.app.tls import Certificate, development_certificate, server_context


def names(certificate: Certificate) -> set[str]:
    loaded = x509.load_pem_x509_certificate(certificate.chain.read_bytes())
    found = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(each.value) for each in found}


@pytest.mark.parametrize("host", ["db.example", "192.0.2.1", "localhost"])
def test_names_and_files(tmp_path: Path, host: str) -> None:
    certificate = development_certificate(tmp_path, host)
    assert names(certificate) == {"localhost", "127.0.0.1", "::1", host}
    assert certificate.key.stat().st_mode & 0o777 == 0o600
    assert sorted(tmp_path.iterdir()) == [certificate.chain, certificate.key]


def test_kept_until_the_host_is_another(tmp_path: Path) -> None:
    made = development_certificate(tmp_path, "a.example").chain.read_bytes()
    assert development_certificate(tmp_path, "a.example").chain.read_bytes() == made
    assert development_certificate(tmp_path, "localhost").chain.read_bytes() == made
    assert development_certificate(tmp_path, "b.example").chain.read_bytes() != made


def test_renewed_before_it_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = development_certificate(tmp_path, "a.example").chain.read_bytes()
    monkeypatch.setattr(tls, "_RENEW_BEFORE", tls._VALID_FOR)
    assert development_certificate(tmp_path, "a.example").chain.read_bytes() != made


def test_half_a_certificate_is_made_anew(tmp_path: Path) -> None:
    certificate = development_certificate(tmp_path, "a.example")
    certificate.key.unlink()
    server_context(development_certificate(tmp_path, "a.example"))
    assert certificate.key.exists()


def test_files_that_are_no_certificate(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    with pytest.raises(ssl.SSLError):
        server_context(Certificate(bad, bad))
    with pytest.raises(FileNotFoundError):
        server_context(Certificate(tmp_path / "none", tmp_path / "none"))
