"""The certificate of a server: files of the operator, or one made here for development."""

import ssl
import tempfile
from pathlib import Path

from jedlik.app.settings import Settings, SettingsError
from jedlik.app.tls import Certificate, development_certificate, server_context


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """What TLS needs, or None for plain HTTP. Call it before forking. Raises SettingsError.

    A certificate made here stays in the data folder, so that clients may trust it; in memory it
    lasts as long as the server.
    """
    if not (settings.tls or settings.tls_cert):
        return None
    try:
        if settings.tls_cert:
            return server_context(Certificate(Path(settings.tls_cert), Path(settings.tls_key)))
        if settings.memory:
            with tempfile.TemporaryDirectory() as folder:
                return server_context(development_certificate(Path(folder), settings.host))
        folder = settings.data
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        return server_context(development_certificate(Path(folder), settings.host))
    except OSError as error:
        raise SettingsError(f"cannot use the certificate: {error}") from error
