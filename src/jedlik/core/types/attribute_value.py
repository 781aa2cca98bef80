"""Attribute values in the form in which they travel: one-member structures named by data type.

A value keeps its wire form everywhere (`{"S": "x"}`), so that what is stored can be copied into an
answer unread. Only what a rule asks for is decoded: `normalise` brings numbers and sets into the
service's canonical form once, at the edge of the engine.
"""

from typing import Literal, TypedDict

Tag = Literal["S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL"]


class AttributeValue(TypedDict, total=False):
    """Exactly one member: S, N (decimal), B (base64), a set of them, M, L, BOOL or NULL."""

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
