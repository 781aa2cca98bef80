"""Words that this repository does not use, and the files in which a test refuses them.

The reader is a good engineer whose first language may be neither English nor Python. A word is on
the list for one of three reasons: it is rare outside of old books, it has a common meaning that
misleads here, or the field has a standard word for it. The list is closed: it contains only words
that were found in this repository, or that are of the same kind, and that are wrong in nearly every
sentence. `tests/tidy/test_words.py` looks for them.
"""

from typing import Final, NamedTuple


class Refused(NamedTuple):
    """A pattern of a word or phrase, what to write instead, and why.

    pattern: a regular expression for whole words in lower case. A space matches any white space.
    """

    pattern: str
    instead: str
    reason: str


_OLD: Final = "rare outside of old books"
_STANDARD: Final = "the field has a standard word"
_VAGUE: Final = "the reader must guess what it refers to"
_DOUBLE: Final = "it has a common meaning that misleads here"

REFUSED: Final = (
    # Storing and reporting.
    Refused("kept", "stored, cached, unchanged", _STANDARD),
    Refused("told", "reported, returned", _STANDARD),
    Refused("said", "printed, answered", _STANDARD),
    # What a write causes, and what becomes of it.
    Refused("entail(s|ed|ing)?", "cause, derived writes", _STANDARD),
    Refused("settl(e|es|ed|ing)", "resolve, finish", _STANDARD),
    Refused("mourn(s|ed|ing)?", "restart", _STANDARD),
    Refused("mend(s|ed|ing)?", "repair, correct", _OLD),
    # Parts of programs.
    Refused("guards?", "precondition", _STANDARD),
    Refused("arms", "branches", _STANDARD),
    Refused(r"(?<!black\s)box(es)?", "the name of the thing", _VAGUE),
    # Place and time.
    Refused("anew", "again", _OLD),
    Refused("upon", "on, after", _OLD),
    Refused("beside", "next to, in addition to", _DOUBLE),
    Refused("besides", "in addition, apart from", _DOUBLE),
    Refused("stand(s|ing)?|stood", "is, occurs, means", _DOUBLE),
    Refused("amongst|amidst", "among", _OLD),
    Refused("hitherto|henceforth", "until now, from now on", _OLD),
    # Joining words.
    Refused("there(of|by|in|to|upon|with)", "its, so, in it", _OLD),
    Refused("here(of|by|in|to|upon|with)", "this, now, in this", _OLD),
    Refused("where(of|by|in|to|upon|with)", "two sentences", _OLD),
    Refused("hence|thus", "so", _OLD),
    Refused("lest|albeit|whilst|unto|viz", "so that ... not, although, while, to, namely", _OLD),
    Refused("shall|ought", "must, should", _OLD),
    # Exceptions.
    Refused("(but|save) for", "except", _OLD),
    Refused("(all|none|nothing|anything) but", "except, only", _DOUBLE),
    Refused("for want of", "because ... is missing", _OLD),
    # References.
    Refused(r"(?<!no\s)such(?!\s+(as|an?)\b)", "this, these, or the name of the thing", _VAGUE),
    Refused("(of|what of) which|what of", "two sentences", _VAGUE),
    Refused("the (former|latter)", "the name of the thing", _VAGUE),
)

# Where the words are refused: everything that people write.
CLEANED: Final = (
    *("benchmarks", "docs", "tests", "setup.py"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "README.md"),
    # One element, "src", when features/streams has another name for the stored member SettledMs.
    *(
        f"src/jedlik/{name}"
        for name in ("apis", "app", "core", "edge", "engine", "pipeline", "storage", "wire")
    ),
    *(
        f"src/jedlik/features/{name}"
        for name in (
            *(
                "aws_backup",
                "identity",
                "items",
                "options.py",
                "registry.py",
                "secondary_indexes",
                "tables",
            ),
            *("time_to_live", "transactions", "vector_indexes"),
        )
    ),
)
