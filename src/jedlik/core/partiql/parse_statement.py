"""Parser of statements: SELECT, INSERT, UPDATE, DELETE, FROM ... SET, EXISTS."""

from typing import Final

from jedlik.core.partiql.parse_term import TermReader
from jedlik.core.partiql.terms import (
    BAG,
    BOOLEAN,
    IS,
    LIST,
    MISSING,
    NULL,
    PARAMETER,
    PATH,
    SEARCHED_CASE,
    SIMPLE_CASE,
    STAR,
    STRUCT,
    VALUE_PATH,
    Assignment,
    ChangeTerm,
    ExistsTerm,
    InsertTerm,
    OtherTerm,
    Returning,
    SelectTerm,
    Source,
    StatementTerm,
    Term,
)
from jedlik.core.partiql.tokens import (
    END,
    ION,
    KEYWORD,
    NAME,
    NUMBER,
    QUOTED,
    STRING,
    not_well_formed,
    place,
)

ALIASING: Final = "Aliasing is not supported"
NO_SINGLE_TABLE: Final = "Only select from a single table or index is supported."
_UNSUPPORTED: Final = "Unsupported operation: {}"
_EXISTS_ONLY: Final = "EXISTS can only be used in ExecuteTransaction write requests."
# The service's names for expressions that are used as a statement. It answers calls and operators
# with the sentence about EXISTS. Source: dynoxide-rs 3.2.0, tests/partiql_number_literals.rs
# (recorded in us-east-1, 2026-10-09).
_NAMES: Final = {
    **dict.fromkeys([STRING, NUMBER, ION, BOOLEAN, NULL], "Lit"),
    MISSING: "Missing",
    LIST: "List",
    BAG: "Bag",
    STRUCT: "Struct",
    PARAMETER: "Parameter",
    IS: "IsType",
    SIMPLE_CASE: "SimpleCase",
    SEARCHED_CASE: "SearchedCase",
    VALUE_PATH: "Path",
}
_FORMS: Final = ("ALL OLD", "ALL NEW", "MODIFIED OLD", "MODIFIED NEW")


def reader_of(statement: str) -> TermReader:
    """Returns a reader at the first token of a statement. Raises Reject if a part is no token."""
    return TermReader(statement, _select)


def parse_statement(statement: str) -> StatementTerm:
    """Returns the syntax tree of a statement. Raises Reject if it does not fit the grammar."""
    reader = reader_of(statement)
    term = _statement(reader)
    if reader.token.kind == ";":
        reader.advance()
        if reader.token.kind != END:
            raise not_well_formed("Unexpected token after semicolon. (Only one query is allowed.)")
    if reader.token.kind != END:
        raise not_well_formed("Unexpected token after expression")
    return term


def _statement(reader: TermReader) -> StatementTerm:
    word = reader.token.text if reader.token.kind == KEYWORD else ""
    if word == "select":
        reader.advance()
        return _select(reader)
    if word == "insert" and reader.following().text == "into":
        reader.advance()
        reader.advance()
        return _insert(reader)
    if word == "update":
        reader.advance()
        return _update(reader)
    if word == "delete":
        reader.advance()
        return _delete(reader)
    if word == "from":
        reader.advance()
        return _from(reader)
    if word == "exists" and reader.following().kind == "(":
        return _exists(reader)
    if word in ("set", "remove"):
        _assignments(reader)
        return OtherTerm(NO_SINGLE_TABLE)
    if word in ("create", "drop"):
        return _definition(reader, word)
    return _bare(reader.expression())


def _select(reader: TermReader) -> SelectTerm:
    unsupported: str | None = None
    if reader.accept_word("distinct"):
        unsupported = "Unsupported token in expression: DISTINCT"
    else:
        reader.accept_word("all")
    if reader.accept_word("value"):
        unsupported = "Select projection doesn't support value or pivot keywords"
        projection: tuple[Term, ...] = (reader.expression(),)
    else:
        projection, has_alias = _projection(reader)
        if has_alias:
            unsupported = unsupported or ALIASING
    if not reader.accept_word("from"):
        raise not_well_formed("Expected FROM after SELECT list")
    source = _source(reader)
    where = reader.expression() if reader.accept_word("where") else None
    order = _order(reader)
    unsupported_clause = _unsupported_clauses(reader)
    return SelectTerm(projection, source, where, order, unsupported or unsupported_clause)


def _projection(reader: TermReader) -> tuple[tuple[Term, ...], bool]:
    """Reads a select list. Returns its terms, and whether one of them has an alias."""
    terms: list[Term] = []
    has_alias = False
    while True:
        if reader.token.kind == STAR:
            terms.append(Term(STAR, reader.advance()))
        elif reader.is_word("from"):
            raise not_well_formed(
                "Expected identifier or an expression but found unexpected keyword 'from' "
                "in a select list."
            )
        else:
            terms.append(reader.expression())
            has_alias = _accept_alias(reader) or has_alias
        if not reader.accept(","):
            break
    if len(terms) > 1 and any(term.kind == STAR for term in terms):
        raise not_well_formed(
            "Other expressions may not be present in the select list "
            "when '*' is used without dot notation."
        )
    return tuple(terms), has_alias


def _source(reader: TermReader) -> Source:
    """Reads what FROM names. Sources after the first are skipped."""
    path = reader.expression()
    has_alias = _accept_alias(reader)
    is_single = True
    while reader.accept(","):
        is_single = False
        reader.expression()
        _accept_alias(reader)
    return Source(path, has_alias, is_single)


def _accept_alias(reader: TermReader) -> bool:
    """Skips `AS name`, `AT name`, `BY name` or `name`. Returns whether there was one."""
    found = False
    for word in ("as", "at", "by"):
        if reader.accept_word(word):
            if reader.token.kind not in (NAME, QUOTED):
                raise not_well_formed("Expected identifier for alias")
            reader.advance()
            found = True
        elif word == "as" and reader.token.kind in (NAME, QUOTED):
            reader.advance()
            found = True
    return found


def _order(reader: TermReader) -> tuple[tuple[Term, bool], ...]:
    if not (reader.is_word("order") and reader.following().text == "by"):
        return ()
    reader.advance()
    reader.advance()
    order: list[tuple[Term, bool]] = []
    while True:
        term = reader.expression()
        descending = reader.accept_word("desc")
        if not descending:
            reader.accept_word("asc")
        # A key is never NULL, so NULLS says nothing (dynoxide's captures, October 2026). The text
        # of the error is not recorded.
        if reader.accept_word("nulls") and not (
            reader.accept_word("first") or reader.accept_word("last")
        ):
            raise not_well_formed("Expected FIRST or LAST after NULLS")
        order.append((term, descending))
        if not reader.accept(","):
            return tuple(order)


def _unsupported_clauses(reader: TermReader) -> str | None:
    """Skips GROUP BY, HAVING and LIMIT. Returns the error text for the first of them, or None."""
    found: str | None = None
    if reader.is_word("group") and reader.following().text == "by":
        reader.advance()
        while True:
            reader.advance()
            reader.expression()
            if reader.token.kind != ",":
                break
        found = "Unsupported clause: GROUP BY"
    if reader.accept_word("having"):
        reader.expression()
        found = found or "Unsupported clause: HAVING"
    if reader.accept_word("limit"):
        term = reader.expression()
        found = found or f"Unsupported clause: LIMIT {place(reader.statement, term.token)}"
    return found


def _insert(reader: TermReader) -> InsertTerm:
    path = reader.simple_path()
    has_value = reader.accept_word("value")
    value = reader.expression()
    is_returning = _returning(reader) is not None
    return InsertTerm(Source(path), value if has_value else None, is_returning)


def _update(reader: TermReader) -> ChangeTerm:
    source = _target(reader)
    assignments = _assignments(reader)
    where = reader.expression() if reader.accept_word("where") else None
    return ChangeTerm(source, assignments, where, _returning(reader))


def _delete(reader: TermReader) -> ChangeTerm:
    if not reader.accept_word("from"):
        raise not_well_formed("Expected FROM after DELETE")
    source = _target(reader)
    where = reader.expression() if reader.accept_word("where") else None
    return ChangeTerm(source, None, where, _returning(reader))


def _from(reader: TermReader) -> ChangeTerm:
    source = _source(reader)
    where = None
    if reader.accept_word("where"):
        if reader.is_word("set") or reader.is_word("remove"):
            # The service reads the clauses as the condition, and then misses others (dynoxide's
            # captures, October 2026).
            _assignments(reader)
        else:
            where = reader.expression()
    assignments = _assignments(reader)
    return ChangeTerm(source, assignments, where, _returning(reader))


def _target(reader: TermReader) -> Source:
    path = reader.simple_path()
    return Source(path, _accept_alias(reader))


def _assignments(reader: TermReader) -> tuple[Assignment, ...]:
    """Reads one or more SET and REMOVE clauses."""
    assignments: list[Assignment] = []
    while True:
        if reader.accept_word("remove"):
            assignments.append(Assignment(reader.simple_path(), None))
        elif reader.accept_word("set"):
            while True:
                path = reader.simple_path()
                if not reader.accept("="):
                    raise not_well_formed("Expected '='")
                assignments.append(Assignment(path, reader.expression()))
                if not reader.accept(","):
                    break
        elif assignments:
            return tuple(assignments)
        else:
            raise not_well_formed("Expected data manipulation")


def _returning(reader: TermReader) -> Returning | None:
    if not reader.accept_word("returning"):
        return None
    forms: list[str] = []
    columns = False
    while True:
        form = f"{reader.token.text} {reader.following().text}".upper()
        if form not in _FORMS:
            raise not_well_formed("Expected ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause.")
        reader.advance()
        reader.advance()
        forms.append(form)
        if not reader.accept(STAR):
            reader.expression()
            columns = True
        if not reader.accept(","):
            return Returning(forms[0], columns, several=len(forms) > 1)


def _exists(reader: TermReader) -> StatementTerm:
    reader.advance()
    reader.advance()
    if not reader.accept_word("select"):
        reader.expression()
        reader.expect(")")
        return OtherTerm(_EXISTS_ONLY)
    select = _select(reader)
    reader.expect(")")
    return ExistsTerm(select)


def _definition(reader: TermReader, word: str) -> OtherTerm:
    """Skips the rest of a CREATE or DROP statement."""
    reader.advance()
    what = reader.token.text
    if what not in ("table", "index"):
        raise not_well_formed(f"Unexpected token following {word.upper()}")
    while reader.token.kind not in (END, ";"):
        reader.advance()
    return OtherTerm(_UNSUPPORTED.format(word.capitalize() + what.capitalize()))


def _bare(term: Term) -> OtherTerm:
    """Returns an expression that is used as a statement."""
    name = _NAMES.get(term.kind)
    if term.kind == PATH:
        name = "Path" if term.children else "Id"
    return OtherTerm(_EXISTS_ONLY if name is None else _UNSUPPORTED.format(name))
