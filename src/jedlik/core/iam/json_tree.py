"""Reads JSON into nodes that know where they are in the text.

Error texts and the policy simulator name places in a document, which the usual parsers do not
report. Documents are short (`DOCUMENT_CHARACTERS`), so this one can be simple.
"""

import re
from typing import Final, final

import orjson

# IAM API Reference: the length constraint of PolicyDocument.
DOCUMENT_CHARACTERS: Final = 131_072
_LEVELS: Final = 32  # a condition's value is six levels deep
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TEXT: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_WORD: Final = re.compile(r"-?[A-Za-z0-9.+-]+")


class Node:
    """A value of a document. start, end: its place, as offsets in characters."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


@final
class TextNode(Node):
    """A string."""

    __slots__ = ("text",)

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.text = text


@final
class WordNode(Node):
    """A number, true, false or null, as written."""

    __slots__ = ("text",)

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.text = text


@final
class ListNode(Node):
    """An array."""

    __slots__ = ("items",)

    def __init__(self, items: list[Node], start: int, end: int) -> None:
        super().__init__(start, end)
        self.items = items


@final
class ObjectNode(Node):
    """An object. repeated: the first name that occurs twice, or None."""

    __slots__ = ("members", "names", "repeated")

    def __init__(self, start: int) -> None:
        super().__init__(start, start)
        self.members: dict[str, Node] = {}
        self.names: list[TextNode] = []
        self.repeated: TextNode | None = None

    def add(self, name: TextNode, value: Node) -> None:
        """Adds a member while the object is read."""
        if name.text in self.members and self.repeated is None:
            self.repeated = name
        self.names.append(name)
        self.members[name.text] = value


class NotJsonError(Exception):
    """The text is no JSON, or deeper than any policy. Only `read` raises it."""


def read(text: str) -> Node:
    """Returns the value of a text. Raises NotJsonError."""
    if len(text) > DOCUMENT_CHARACTERS:
        raise NotJsonError
    reader = _Reader(text)
    node = reader.value(_LEVELS)
    if reader.space() != len(text):
        raise NotJsonError
    return node


@final
class _Reader:
    """Reads values from one text, from left to right. at: the offset of the next character."""

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def value(self, levels: int) -> Node:
        start = self.space()
        if levels == 0:
            raise NotJsonError
        if self.text.startswith("{", start):
            return self._object(start, levels)
        if self.text.startswith("[", start):
            return self._list(start, levels)
        if self.text.startswith('"', start):
            return self._string(start)
        return self._word(start)

    def space(self) -> int:
        """Skips white space and returns the new offset."""
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return self.at

    def _takes(self, character: str) -> bool:
        """Returns whether the next character is `character`, and skips it if so."""
        if not self.text.startswith(character, self.space()):
            return False
        self.at += 1
        return True

    def _object(self, start: int, levels: int) -> ObjectNode:
        node = ObjectNode(start)
        self.at = start + 1
        if not self._takes("}"):
            while True:
                name = self._string(self.space())
                if not self._takes(":"):
                    raise NotJsonError
                node.add(name, self.value(levels - 1))
                if self._takes("}"):
                    break
                if not self._takes(","):
                    raise NotJsonError
        node.end = self.at
        return node

    def _list(self, start: int, levels: int) -> ListNode:
        items: list[Node] = []
        self.at = start + 1
        if not self._takes("]"):
            while True:
                items.append(self.value(levels - 1))
                if self._takes("]"):
                    break
                if not self._takes(","):
                    raise NotJsonError
        return ListNode(items, start, self.at)

    def _string(self, start: int) -> TextNode:
        found = _TEXT.match(self.text, start)
        if found is None:
            raise NotJsonError
        self.at = found.end()
        try:
            text: str = orjson.loads(found[0])
        except orjson.JSONDecodeError:
            raise NotJsonError from None
        return TextNode(text, start, self.at)

    def _word(self, start: int) -> WordNode:
        found = _WORD.match(self.text, start)
        if found is None:
            raise NotJsonError
        self.at = found.end()
        try:
            orjson.loads(found[0])
        except orjson.JSONDecodeError:
            raise NotJsonError from None
        return WordNode(found[0], start, self.at)
