"""From the text of a statement to its meaning: everything that needs no parameter. Cached.

Sources of the error texts: recorded answers, October 2026. Those about clauses and operators that
DynamoDB does not have were observed on DynamoDB Local 3.3.1.
"""

from functools import lru_cache
from typing import Final

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.expressions.check_paths import check_disjoint
from jedlik.core.expressions.nodes import (
    And,
    Comparison,
    Condition,
    Parsed,
    Path,
    ValueReference,
)
from jedlik.core.partiql.literals import EMPTY_COMPONENT, duplicate_key, member_key
from jedlik.core.partiql.nodes import (
    Body,
    Change,
    Column,
    Delete,
    Exists,
    Insert,
    OrderKey,
    Select,
    Statement,
)
from jedlik.core.partiql.parse_statement import ALIASING, NO_SINGLE_TABLE, parse_statement
from jedlik.core.partiql.terms import (
    PATH,
    STAR,
    STRUCT,
    ChangeTerm,
    ExistsTerm,
    InsertTerm,
    OtherTerm,
    SelectTerm,
    Source,
    Term,
)
from jedlik.core.partiql.tokens import NAME, QUOTED, STRING, place
from jedlik.core.partiql.translate_condition import Translation, path_of, unexpected_component
from jedlik.core.partiql.translate_update import update_of

MANDATORY_KEY: Final = "Where clause does not contain a mandatory equality on all key attributes"

# Longer texts mostly contain literal values and are rarely sent twice.
_CACHED_CHARACTERS: Final = 1024


def statement_of(text: str) -> Statement:
    """Returns the statement of `text`. Raises Reject if the text alone is wrong."""
    return _cached(text) if len(text) <= _CACHED_CHARACTERS else _translated(text)


def _translated(text: str) -> Statement:
    term = parse_statement(text)
    if isinstance(term, OtherTerm):
        raise invalid(term.message)
    translation = Translation(text)
    select = term.select if isinstance(term, ExistsTerm) else term
    assert not isinstance(select, ExistsTerm)
    table_name, index_name = _target(text, select.source)
    body: Body
    where: Parsed[Condition] | None = None
    if isinstance(select, InsertTerm):
        _check_single_table(index_name)
        body = _insert(translation, select)
    elif isinstance(select, ChangeTerm):
        if index_name is not None:
            raise invalid("This operation is not supported on an index")
        body = _change(translation, select)
        where = body.where
    else:
        selected = _select(translation, select, has_index=index_name is not None)
        where = selected.where
        body = Exists(selected) if isinstance(term, ExistsTerm) else selected
    return Statement(
        table_name,
        index_name,
        body,
        None if where is None else _equalities(where.root),
        translation.parameters,
        translation.literals,
    )


_cached = lru_cache(maxsize=1024)(_translated)


def _target(text: str, source: Source) -> tuple[str, str | None]:
    """Returns the names of a table and of its index, or None for the index."""
    path = source.path
    if source.has_alias:
        raise invalid(ALIASING)
    if not source.is_single:
        raise invalid(NO_SINGLE_TABLE)
    if path.kind != PATH:
        raise invalid("Unexpected from source")
    components = [path.token] + [step.token for step in path.children]
    if "" in [token.text for token in components]:
        raise invalid(EMPTY_COMPONENT)
    if len(components) > 2:
        raise invalid("A path may contain at most 2 components in the FROM clause")
    if len(components) == 1:
        return path.token.text, None
    for token in components:
        if token.kind not in (NAME, QUOTED, STRING):
            raise unexpected_component(text, token)
    return path.token.text, components[1].text


def _check_single_table(index_name: str | None) -> None:
    if index_name is not None:
        raise invalid(
            "FROM clause may only contain a single table name in data manipulation statements"
        )


def _select(translation: Translation, term: SelectTerm, *, has_index: bool) -> Select:
    if term.unsupported is not None:
        raise invalid(term.unsupported)
    fault = _fault(translation.text, term.projection)
    if fault is not None and not has_index:
        raise Reject(fault)
    columns = _columns(translation.text, term.projection) if fault is None else ()
    where = translation.where(term.where)
    order = [
        OrderKey(key.token.text, descending, _order_fault(translation.text, key))
        for key, descending in term.order
    ]
    return Select(columns, where, tuple(order), fault)


def _order_fault(text: str, key: Term) -> ServiceError | None:
    """Returns the error for a term of ORDER BY that is no attribute, or None."""
    if key.kind == PATH and not key.children:
        return None
    shown = "PATH" if key.kind == PATH else key.token.text
    message = f"Argument to ORDER BY must be of type VariableReference. Type: {shown}"
    return invalid(f"{message} {place(text, key.token)}").error


def _fault(text: str, projection: tuple[Term, ...]) -> ServiceError | None:
    """Returns the error for the first term of a select list that is no path, or None."""
    for term in projection:
        if term.kind not in (PATH, STAR):
            return unexpected_component(text, term.token).error
    return None


def _columns(text: str, projection: tuple[Term, ...]) -> tuple[Column, ...] | None:
    """Returns the columns of a select list.

    A column is named after the last name of its path and the indexes that follow it.
    """
    if projection[0].kind == STAR:
        return None
    columns: list[Column] = []
    names: set[str] = set()
    for term in projection:
        if any(step.kind == STAR for step in term.children):
            raise invalid("Changing item's hierarchy while reading isn't supported")
        path = path_of(text, term)
        name = path.name
        for step in path.steps:
            name = step if isinstance(step, str) else f"{name}[{step}]"
        if name in names:
            raise invalid(f"Duplicate identifiers in select clause: {name}")
        names.add(name)
        columns.append(Column(name, path))
    check_disjoint("", [column.path for column in reversed(columns)])
    return tuple(columns)


def _insert(translation: Translation, term: InsertTerm) -> Insert:
    text, value = translation.text, term.value
    if value is None:
        raise invalid("Unsupported operation: InsertOp")
    if term.is_returning:
        raise invalid("RETURNING is not supported in INSERT")
    if value.kind != STRUCT:
        raise invalid(
            "Unsupported format in item expression. Please use struct format {...} to express "
            f"item values for insert statement. {place(text, value.token)}"
        )
    attributes: dict[str, str] = {}
    for key, member in zip(value.children[::2], value.children[1::2], strict=True):
        name = member_key(text, key, "root")
        if name in attributes:
            raise duplicate_key(text, key, "root")
        attributes[name] = translation.reference(member).name
    return Insert(tuple(attributes.items()))


def _change(translation: Translation, term: ChangeTerm) -> Change | Delete:
    returning = term.returning
    if returning is not None:
        if returning.several:
            raise invalid("Invalid syntax with multiple returning elements in RETURNING clause")
        if returning.columns:
            raise invalid("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause")
    form = None if returning is None else returning.form
    where = translation.where(term.where)  # an error in WHERE is reported before one in SET
    if term.assignments is None:
        if form not in (None, "ALL OLD"):
            raise invalid(
                f"Invalid returning clause: RETURNING {form} *. "
                "Only RETURNING ALL OLD * is allowed in DELETE statements."
            )
        return Delete(where, form)
    update, set_operands = update_of(translation, term.assignments)
    return Change(update, set_operands, where, form)


def _equalities(condition: Condition) -> dict[str, str] | None:
    """Returns attributes and the references they must equal, or None for any other condition."""
    found: dict[str, str] = {}
    for each in condition.conditions if isinstance(condition, And) else (condition,):
        if not isinstance(each, Comparison) or each.operator != "=":
            return None
        left, right = each.left, each.right
        if isinstance(left, ValueReference):
            left, right = right, left
        if not (isinstance(left, Path) and isinstance(right, ValueReference)):
            return None
        if left.steps or left.name in found:
            return None
        found[left.name] = right.name
    return found
