"""The routes of REST APIs, from the models of botocore. `wire.rest_json` has their form."""

import re
from typing import Final

from botocore.model import OperationModel

_COLUMNS: Final = 52


def route_of(operation: OperationModel) -> str:
    """Returns the route of an operation of a REST API, with the names of its members."""
    method, uri = operation.http["method"], operation.http["requestUri"]
    query: list[str] = []
    members = {} if operation.input_shape is None else operation.input_shape.members
    for member, shape in members.items():
        place, name = shape.serialization.get("location"), shape.serialization.get("name", member)
        assert place in {None, "uri", "querystring"}, f"{operation.name}.{member} is in a {place}"
        if place == "uri":
            uri = uri.replace(f"{{{name}}}", f"{{{member}}}")
        elif place == "querystring":
            query.append(f"{name}={member}")
        else:
            assert name == member, f"{operation.name}.{member} has another name in the body"
    return f"{method} {uri}" + (f"?{'&'.join(query)}" if query else "")


def route_pieces(route: str) -> str:
    """A route as literals, each short enough for a line, divided where a part of it begins."""
    pieces = [""]
    for part in re.split("(?=[/?&])", route):
        if len(pieces[-1]) + len(part) > _COLUMNS:
            pieces.append("")
        pieces[-1] += part
    return " ".join(f'"{piece}"' for piece in pieces)
