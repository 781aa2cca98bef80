"""Attribute values as they travel: a structure with one member, named after its data type.

A value keeps this form everywhere (`{"S": "x"}`), so stored bytes can be copied into an answer
without decoding. A rule decodes only what it needs. `types.value.normalise` brings numbers and sets
into the service's canonical form once, when a request is checked.
"""

from typing import Literal, TypedDict

Tag = Literal["S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL"]


class AttributeValue(TypedDict, total=False):
    """Exactly one member: S, N (decimal), B (base64), SS, NS, BS, M, L, BOOL or NULL."""

    S: str
    N: str
    B: str
    SS: list[str]
    NS: list[str]
    BS: list[str]
    M: "dict[str, AttributeValue]"
    L: "list[AttributeValue]"
    BOOL: bool
    NULL: bool


Item = dict[str, AttributeValue]


ScalarType = Literal["B", "N", "S"]
