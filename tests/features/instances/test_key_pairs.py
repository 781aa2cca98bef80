"""Key pairs: their forms and fingerprints, and that no private key is stored."""

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from jedlik.core.errors import Reject
from jedlik.features.identity.transaction import transact
from jedlik.features.instances import key_pairs
from jedlik.features.instances.key_pairs import NewKey, add_key_pair, imported_key, new_key
from tests.engine.in_memory import Caller, result_of, values
from tests.features.instances.started import PLACE

OPENSSH = (serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)


def test_a_new_key_of_rsa() -> None:
    made = new_key("rsa")
    assert made.private.startswith("-----BEGIN RSA PRIVATE KEY-----\n")
    key = serialization.load_pem_private_key(made.private.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    assert key.key_size == 2048
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    assert made.fingerprint.replace(":", "") == hashlib.sha1(der).hexdigest()
    assert made.public == key.public_key().public_bytes(*OPENSSH).decode()


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_ssh_reads_a_new_key_of_ed25519(tmp_path: Path) -> None:
    made = new_key("ed25519")
    file = tmp_path / "key"
    file.write_text(made.private)
    file.chmod(0o600)
    command = ["ssh-keygen", "-y", "-f", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split()[:2] == made.public.split()[:2]
    listed = ["ssh-keygen", "-l", "-f", str(file)]
    done = subprocess.run(listed, capture_output=True, text=True, check=True)
    assert f"SHA256:{made.fingerprint.rstrip('=')}" in done.stdout


def test_imported_keys_have_the_fingerprint_of_the_public_key() -> None:
    """Source: EC2 User Guide, "Verify the fingerprints": MD5 for RSA, SHA-256 for ED25519."""
    key = rsa.generate_private_key(65537, 2048).public_key()
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    line = key.public_bytes(*OPENSSH)
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    expected = NewKey(
        "rsa",
        line.decode(),
        ":".join(f"{each:02x}" for each in hashlib.md5(der).digest()),
        "",
    )
    for material in (line, line + b" anna@host\n", pem, base64.b64encode(der)):
        assert imported_key(material) == expected


def test_an_imported_key_of_ed25519() -> None:
    line = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(*OPENSSH)
    blob = base64.b64decode(line.split()[1])
    found = imported_key(line)
    assert found.fingerprint == base64.b64encode(hashlib.sha256(blob).digest()).decode()
    assert found.type == "ed25519"


@pytest.mark.parametrize(
    "material",
    [
        b"",
        b"ssh-rsa",
        b"ssh-rsa AAAA",
        b"ssh-rsa \xff\xff",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        b"AAAA",
        b"\xff",
        b"ssh-rsa " + b"A" * (16 * 1024),
        ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(*OPENSSH),
        rsa.generate_private_key(65537, 3072).public_key().public_bytes(*OPENSSH),
    ],
    ids=range(10),
)
def test_other_material_is_refused(material: bytes) -> None:
    with pytest.raises(Reject) as refused:
        imported_key(material)
    assert refused.value.error.code == "InvalidKey.Format"


def test_no_private_key_is_stored() -> None:
    caller = Caller()
    made = caller.call("CreateKeyPair", KeyName="one", KeyType="ed25519")
    secret = made["KeyMaterial"].splitlines()[2].encode()
    assert len(secret) > 20
    assert not [key for key, value in values(caller).items() if secret in value]


def test_names_are_unique_and_of_some_length() -> None:
    caller = Caller()
    key = NewKey("rsa", "ssh-rsa AAAA", "00:11", "")

    def add(name: str) -> str:
        try:
            operation = transact(caller.node, lambda each: add_key_pair(each, PLACE, name, key, {}))
            return result_of(operation)["Id"]
        except Reject as refused:
            return f"{refused.error.code}: {refused.error.message}"

    assert add("one").startswith("key-0")
    assert add("one") == "InvalidKeyPair.Duplicate: The keypair already exists"
    assert add("").startswith("InvalidParameterValue: ")
    assert add("x" * 256).startswith("InvalidParameterValue: ")
    assert add("x" * 255).startswith("key-0")


def test_the_number_of_key_pairs_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_pairs, "KEY_PAIRS_MAX", 1)
    caller = Caller()
    caller.call("CreateKeyPair", KeyName="one", KeyType="ed25519")
    refused = caller.refusal("CreateKeyPair", KeyName="two", KeyType="ed25519")
    assert refused.startswith("KeyPairLimitExceeded: ")
