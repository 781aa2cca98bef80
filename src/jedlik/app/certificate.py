"""TLS of a server, with a certificate of the operator or with one for development."""

import ssl
import tempfile
from pathlib import Path

from jedlik.app.development_certificate import development_certificate
from jedlik.app.settings import Settings, SettingsError
from jedlik.storage.sqlite.open_errors import OpenError
from jedlik.storage.sqlite.ownership import prepare_folder


def tls_context(settings: Settings) -> ssl.SSLContext:
    """Returns the TLS context of a server with TLS. Raises SettingsError.

    A development certificate is stored in the data folder, so that clients can trust it. With
    --memory it lasts as long as the server, and no client can trust it.
    """
    try:
        if settings.tls_cert:
            return server_context(Path(settings.tls_cert), Path(settings.tls_key))
        if settings.memory:
            with tempfile.TemporaryDirectory() as temporary:
                return _development_context(Path(temporary), settings)
        folder = Path(settings.data)
        prepare_folder(folder)
        return _development_context(folder, settings)
    except OpenError as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        files = f" {settings.tls_cert} with the key {settings.tls_key}" if settings.tls_cert else ""
        raise SettingsError(f"cannot use the certificate{files}: {error}") from error


def server_context(chain: Path, key: Path) -> ssl.SSLContext:
    """Returns a context for TLS 1.2 and 1.3 with a certificate chain and its key, both in PEM.

    Raises OSError for files that cannot be used. An ssl.SSLError is an OSError too.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(chain, key)
    return context


def _development_context(folder: Path, settings: Settings) -> ssl.SSLContext:
    served = development_certificate(folder, settings.host, settings.region).served
    return server_context(served, served)
