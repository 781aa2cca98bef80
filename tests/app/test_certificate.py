"""Files of TLS. tests/api/test_tls.py and tests/edge/http/test_server.py test the connections."""

import ssl
from pathlib import Path

import pytest

from jedlik.app.certificate import server_context


def test_files_that_are_no_certificate(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    with pytest.raises(ssl.SSLError):
        server_context(bad, bad)
    with pytest.raises(FileNotFoundError):
        server_context(tmp_path / "none", tmp_path / "none")
