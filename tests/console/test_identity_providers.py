"""The pages of identity providers."""

from typing import Any

from tests.api.clients import client
from tests.console.conftest import go_to

_PRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"


def test_a_provider_is_added_changed_and_deleted(console: Any, server_url: str) -> None:
    """Its audiences, thumbprints and tags, compared with what IAM has."""
    go_to(console, "identity-providers")
    console.get_by_text("The account has no identity providers.").wait_for()
    console.get_by_role("link", name="Add provider").first.click()
    console.get_by_label("Provider URL").fill("http://example.com")
    console.get_by_role("button", name="Add provider").click()
    console.get_by_text("Type a URL that begins with https://").wait_for()
    console.get_by_label("Provider URL").fill("https://example.com/music")
    console.get_by_label("Audiences").fill("web\nphone\nweb")
    console.get_by_role("button", name="Add new tag").click()
    console.get_by_role("main").get_by_role("combobox").first.fill("team")
    console.get_by_role("button", name="Add provider").click()
    console.get_by_text("Identity provider https://example.com/music added.").wait_for()
    _add_and_remove_an_audience(console)
    console.get_by_role("tab", name="Thumbprints").click()
    console.get_by_role("button", name="Manage thumbprints").first.click()
    dialog = console.get_by_role("dialog", name="Manage thumbprints")
    dialog.get_by_label("Thumbprints").fill("abc")
    assert dialog.get_by_role("button", name="Save changes").is_disabled()
    dialog.get_by_label("Thumbprints").fill(_PRINT)
    dialog.get_by_role("button", name="Save changes").click()
    console.get_by_role("cell", name=_PRINT).wait_for()
    arn = "arn:aws:iam::000000000000:oidc-provider/example.com/music"
    with client(server_url, service="iam") as iam:
        found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        assert found["ClientIDList"] == ["phone", "tablet"]
        assert found["ThumbprintList"] == [_PRINT]
        assert found["Tags"] == [{"Key": "team", "Value": ""}]
        _delete(console)
        assert iam.list_open_id_connect_providers()["OpenIDConnectProviderList"] == []


_CONFUSABLE = ("a/b", "a%2Fb", "a%252Fb", "a%25b", "a%2fb")


def test_each_provider_has_its_own_page_whatever_its_url(console: Any, server_url: str) -> None:
    """The links of the list and the tabs lead to the provider, and not to one whose URL a decoding
    would make of its own. So does its address.
    """
    urls = [f"example.com/{path}" for path in _CONFUSABLE]
    with client(server_url, service="iam") as iam:
        for url in urls:
            iam.create_open_id_connect_provider(Url=f"https://{url}", ClientIDList=[f"of {url}"])
        for url in urls:
            go_to(console, "identity-providers")
            console.get_by_role("link", name=url, exact=True).click()
            console.get_by_role("heading", name=url, exact=True).wait_for()
            console.get_by_role("cell", name=f"of {url}", exact=True).wait_for()
            console.get_by_role("tab", name="Tags").click()
            console.get_by_text("There are no tags.").wait_for()
            address = console.evaluate("window.location.hash")
            go_to(console, "identity-providers")
            console.get_by_role("heading", name="Identity providers").wait_for()
            console.evaluate("hash => { window.location.hash = hash; }", address)
            console.get_by_role("heading", name=url, exact=True).wait_for()
            arn = f"arn:aws:iam::000000000000:oidc-provider/{url}"
            console.get_by_text(arn, exact=True).first.wait_for()
            iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def _add_and_remove_an_audience(page: Any) -> None:
    page.get_by_role("button", name="Add audience").click()
    dialog = page.get_by_role("dialog", name="Add audience")
    dialog.get_by_label("Audience", exact=True).fill("tablet")
    dialog.get_by_role("button", name="Add audience").click()
    page.get_by_role("cell", name="tablet", exact=True).wait_for()
    page.get_by_role("radio", name="Select audience web").check()
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog", name="Remove audience").get_by_role("button", name="Remove").click()
    page.get_by_text("Audience web removed.").wait_for()


def _delete(page: Any) -> None:
    go_to(page, "identity-providers")
    page.get_by_role("radio", name="Select identity provider example.com/music").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    dialog = page.get_by_role("dialog", name="Delete identity provider")
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("Identity provider example.com/music deleted.").wait_for()
