"""The one image. Every Region has it under an id of its own, as the service has copies."""

from hashlib import blake2b
from typing import Final

from jedlik.features.instances.refusals import refusal
from jedlik.features.instances.rules import is_id

NAME: Final = "jedlik-local-x86_64"
DESCRIPTION: Final = "A local instance: a record whose programs run in `jedlik instance shell`"
CREATED: Final = "2026-11-30T00:00:00.000Z"
ARCHITECTURE: Final = "x86_64"
ROOT_DEVICE: Final = "/dev/xvda"


def image_id(region: str) -> str:
    """Returns the id of the image in a Region."""
    return f"ami-0{blake2b(f'{NAME} {region}'.encode(), digest_size=8).hexdigest()}"


def check_image(text: str, region: str) -> None:
    """Raises Reject unless a text is the id of the image: InvalidAMIID.Malformed or NotFound."""
    if not is_id(text, "ami"):
        raise refusal("InvalidAMIID.Malformed", f'Invalid id: "{text}" (expecting "ami-...")')
    if text != image_id(region):
        raise refusal("InvalidAMIID.NotFound", f"The image id '[{text}]' does not exist")
