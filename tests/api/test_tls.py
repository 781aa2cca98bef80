"""HTTPS with the certificate that `--tls` creates, and with one of the operator."""

import shutil
import ssl
from pathlib import Path
from urllib.request import urlopen

import pytest
from botocore.exceptions import SSLError

from tests.api.clients import client
from tests.app.server import run, serving

pytestmark = pytest.mark.usefixtures("own_server")


@pytest.mark.folder("the development certificate is a file of the folder")
def test_the_development_certificate(tmp_path: Path) -> None:
    data = tmp_path / "data"
    certificate, own = data / "development-certificate.pem", tmp_path / "own.pem"
    with serving("--data", str(data), "--tls") as server:
        assert server.url.startswith("https://127.0.0.1:")
        with client(server.url, verify=str(certificate)) as dynamodb:
            assert dynamodb.list_tables()["TableNames"] == []
        with client(server.url) as distrustful, pytest.raises(SSLError):
            distrustful.list_tables()
        trusting = ssl.create_default_context(cafile=str(certificate))
        with urlopen(server.url.replace("127.0.0.1", "localhost"), context=trusting) as answer:
            assert answer.read().startswith(b"healthy: localhost:")
    stored = certificate.read_bytes()
    shutil.copy(data / "development-server.pem", own)
    files = ("--tls-cert", str(own), "--tls-key", str(own))
    with (
        serving("--memory", *files) as server,
        client(server.url, verify=str(certificate)) as dynamodb,
    ):
        assert dynamodb.list_tables()["TableNames"] == []
    with serving("--data", str(data), "--tls"):
        assert certificate.read_bytes() == stored


def test_a_certificate_that_cannot_be_used(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    done = run("serve", "--memory", "--port", "0", "--tls-cert", str(bad), "--tls-key", str(bad))
    assert done.returncode == 2
    assert done.stderr.startswith(f"jedlik: cannot use the certificate {bad} with the key {bad}: ")
