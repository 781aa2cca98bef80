"""States that end by themselves, made to last until a test has seen them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def held(page: Any, operations: Sequence[str], over: str, going_on: str) -> Iterator[None]:
    """During a `with` block the answers to some operations say `going_on` in the place of `over`.

    So the page shows a state for as long as the test looks at it, on any machine. What the server
    does is not changed. After the block the page gets the true answers.
    """
    endings = tuple(f".{operation}" for operation in operations)

    def answer(route: Any) -> None:
        if not route.request.headers.get("x-amz-target", "").endswith(endings):
            route.continue_()
            return
        response = route.fetch()
        headers = {
            name: value
            for name, value in response.headers.items()
            if name not in ("x-amz-crc32", "content-length")
        }
        body = response.text().replace(f'"{over}"', f'"{going_on}"')
        route.fulfill(status=response.status, headers=headers, body=body)

    page.route(lambda url: url.endswith("/"), answer)
    try:
        yield
    finally:
        page.unroute_all(behavior="wait")
