"""The types of Ion literals, the values between backticks. A statement may contain none of them.

The service names the type of one that it refuses (dynoxide's captures, October 2026). Source of the
grammar: the specification of Amazon Ion. What is inside a list or struct is only split into tokens,
so some texts that are no Ion count as lists or structs.
"""

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?:\s|//[^\r\n]*+|/\*.*?\*/)*+(?:
        (?P<annotation>(?:[A-Za-z_$][\w$]*+|'(?:[^'\\]|\\.)*+')\s*+::)
      | (?P<CLOB>\{\{\s*+(?:"(?:[^"\\]|\\.)*+"|(?:'''(?:(?!''').)*+'''\s*+)++)\s*+\}\})
      | (?P<BLOB>\{\{[A-Za-z0-9+/=\s]*+\}\})
      | (?P<STRING>"(?:[^"\\]|\\.)*+"|(?:'''(?:(?!''').)*+'''\s*+)++)
      | (?P<TIMESTAMP>[0-9]{4}(?:-[0-9]{2}){0,2}T[0-9:.Z+\-]*+|[0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w$])
      | (?P<FLOAT>-?[0-9][0-9_]*+(?:\.[0-9_]*+)?[eE][+-]?[0-9]++(?![\w$])|(?:nan|[+-]inf)(?![\w$]))
      | (?P<DECIMAL>-?[0-9][0-9_]*+(?:\.[0-9_]*+(?:[dD][+-]?[0-9]++)?|[dD][+-]?[0-9]++)(?![\w$]))
      | (?P<INT>-?(?:0[xX][0-9A-Fa-f_]++|0[bB][01_]++|[0-9][0-9_]*+)(?![\w$]))
      | (?P<NULL>null(?:\.[a-z]++)?(?![\w$]))
      | (?P<BOOL>(?:true|false)(?![\w$]))
      | (?P<SYMBOL>[A-Za-z_$][\w$]*+|'(?:[^'\\]|\\.)*+')
      | (?P<opening>[\[{(])
      | (?P<closing>[\]})])
      | (?P<sign>[,:.;!\#%&*+\-/<=>?@^|~])
      | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_COLLECTIONS: Final = {"[": ("LIST", "]"), "{": ("STRUCT", "}"), "(": ("SEXP", ")")}


def ion_type(literal: str) -> str | None:
    """Returns the name of the type of a literal, or None if it is not one value of Ion.

    literal: the text without its backticks.
    """
    found: str | None = None
    closings: list[str] = []  # of the collections that are open
    position = 0
    while True:
        match = _TOKEN.match(literal, position)
        if match is None:
            return None
        kind, position = match.lastgroup, match.end()
        if kind == "end":
            return None if closings else found
        if kind == "sign" and not closings:
            return None
        if kind == "closing" and (not closings or closings.pop() != match["closing"]):
            return None
        if kind in ("annotation", "sign", "closing"):
            continue
        is_inside = bool(closings)
        if kind == "opening":
            kind, closing = _COLLECTIONS[match["opening"]]
            closings.append(closing)
        if not is_inside:
            if found is not None:
                return None
            found = kind
