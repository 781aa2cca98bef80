"""The pages of key pairs."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from tests.api.clients import client
from tests.console.conftest import go_to
from tests.console.controls import act


def test_a_key_pair_is_created_and_its_private_key_is_shown_once(
    console: Any, server_url: str
) -> None:
    """The file that the browser stores is the private key of the public key that the server has."""
    go_to(console, "key-pairs")
    console.get_by_text("You have no key pairs").wait_for()
    console.get_by_role("button", name="Create key pair").first.click()
    dialog = console.get_by_role("dialog", name="Create key pair")
    dialog.get_by_label("Name").fill("music/1")
    dialog.get_by_role("radio", name="RSA").check()
    dialog.get_by_role("button", name="Create key pair").click()
    shown = console.get_by_role("dialog", name="Private key")
    with console.expect_download() as started:
        shown.get_by_role("button", name="Download private key").click()
    assert started.value.suggested_filename == "music_1.pem"
    private = load_pem_private_key(Path(started.value.path()).read_bytes(), None)
    public = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    shown.get_by_role("button", name="Done").click()
    with client(server_url, service="ec2") as ec2:
        (pair,) = ec2.describe_key_pairs(IncludePublicKey=True)["KeyPairs"]
    assert pair["PublicKey"].startswith(public)
    go_to(console, "requests")
    console.get_by_role("cell", name="CreateKeyPair").wait_for()
    assert console.evaluate("document.body.innerText.includes('PRIVATE KEY')") is False
    go_to(console, "key-pairs")
    console.get_by_role("link", name="music/1").click()
    console.get_by_text(public).wait_for()
    console.get_by_role("button", name="Delete", exact=True).click()
    deletion = console.get_by_role("dialog", name="Delete key pair")
    deletion.get_by_label("To confirm, type Delete in the field.").fill("Delete")
    deletion.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_text("Key pair music/1 deleted.").wait_for()
    console.get_by_text("You have no key pairs").wait_for()


def test_a_public_key_is_imported_from_a_file(
    console: Any, server_url: str, tmp_path: Path
) -> None:
    """What is no public key is refused with the text of the service. Tags are added."""
    public = Ed25519PrivateKey.generate().public_key()
    line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    file = tmp_path / "id.pub"
    file.write_text(f"{line} anna@example\n")
    go_to(console, "key-pairs")
    act(console, "Import key pair")
    dialog = console.get_by_role("dialog", name="Import key pair")
    dialog.get_by_label("Name").fill("imported")
    dialog.get_by_label("Public key", exact=True).fill("no key")
    dialog.get_by_role("button", name="Import key pair").click()
    dialog.get_by_text("Key is not in valid OpenSSH public key format").wait_for()
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_text("id.pub").wait_for()
    dialog.get_by_role("button", name="Import key pair").click()
    console.get_by_text("Key pair imported imported.").wait_for()
    console.get_by_role("link", name="imported").click()
    console.get_by_role("tab", name="Tags").click()
    console.get_by_role("button", name="Manage tags").first.click()
    tags = console.get_by_role("dialog", name="Manage tags")
    tags.get_by_role("button", name="Add new tag").click()
    tags.get_by_role("combobox").first.fill("team")
    tags.get_by_role("button", name="Save changes").click()
    console.get_by_text("The tags were changed.").wait_for()
    with client(server_url, service="ec2") as ec2:
        (pair,) = ec2.describe_key_pairs(KeyNames=["imported"], IncludePublicKey=True)["KeyPairs"]
    assert pair["PublicKey"] == f"{line} imported"
    assert pair["Tags"] == [{"Key": "team", "Value": ""}]
