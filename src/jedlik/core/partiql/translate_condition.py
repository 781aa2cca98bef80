"""From terms to conditions, operands and paths of `core.expressions`."""

from collections.abc import Callable, Sequence
from typing import Final

from jedlik.core import limits
from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions.check_operands import check_operand_count, wrong_type
from jedlik.core.expressions.check_text import (
    BOOLEAN_FUNCTIONS,
    INDEX_OUT_OF_RANGE,
    NOT_IN_CONDITION,
    TOO_MANY_OPERATORS,
    UPDATE_FUNCTIONS,
)
from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Condition,
    Element,
    Function,
    In,
    Not,
    Operand,
    Or,
    Parsed,
    Path,
    ValueReference,
)
from jedlik.core.partiql.keywords import AGGREGATES, TYPES, UNSUPPORTED_TYPES
from jedlik.core.partiql.literals import CONSTANTS, EMPTY_COMPONENT, literal_value
from jedlik.core.partiql.terms import (
    BAG,
    BINARY,
    BOOLEAN,
    CALL,
    IS,
    LIST,
    MISSING,
    PARAMETER,
    PATH,
    SUBQUERY,
    TERNARY,
    UNARY,
    UNSUPPORTED,
    Term,
)
from jedlik.core.partiql.tokens import KEYWORD, NAME, NUMBER, QUOTED, STRING, Token, place
from jedlik.core.types.attribute_value import AttributeValue, Item

# Less than in expressions. Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured from
# the service, September 2026).
_MAX_LIST_INDEX: Final = 2**31 - 1
# Each comparison with the result of a condition doubles what is evaluated. No more are nested.
_NESTED_RESULTS: Final = 6
_COMPARATORS: Final = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})
_CONDITIONS: Final = frozenset({"and", "or", "in", "between", "not", *_COMPARATORS})
_OPERATORS: Final = frozenset({UNARY, BINARY, TERNARY, IS, CALL})
MISSING_ALONE: Final = "MISSING must be compared using IS operator"
_CONNECTED: Final = "The arguments to AND/OR must be Expressions"
_NOT_OPERAND: Final = "The argument to NOT must be a Type or Expression"
_IN_OPERANDS: Final = (
    "IN operator must have a left hand argument of type Variable Reference and right hand "
    "argument of type Seq with at least one member"
)
_IS_TYPES: Final = (
    "Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]"
)


class Translation:
    """The values that one statement refers to, collected while it is translated.

    parameters: the highest number of a parameter so far. references: the names of all literals and
    parameters so far. calls: the calls of functions in WHERE. refusal: the error for a `size` that
    is used as a condition. results: how many conditions that are compared enclose the present term.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.results = 0
        self.literals: Item = {}
        self.parameters = 0
        self.references: set[str] = set()
        self.calls: list[Function] = []
        self.refusal: Reject | None = None

    def reference(self, term: Term) -> ValueReference:
        """Returns a reference to a parameter or a constant. Raises Reject for other terms."""
        if term.kind == PARAMETER:
            self.parameters = max(self.parameters, int(term.token.text))
            name = ":p" + term.token.text
            self.references.add(name)
            return ValueReference(name)
        return self.literal(literal_value(self.text, term))

    def literal(self, value: AttributeValue) -> ValueReference:
        """Returns a new reference to a canonical value."""
        name = f":l{len(self.literals)}"
        self.literals[name] = value
        self.references.add(name)
        return ValueReference(name)

    def call(self, name: str, operands: tuple[Operand, ...]) -> Function:
        """Returns the call of a function in WHERE."""
        function = Function(name, operands)
        self.calls.append(function)
        return function

    def where(self, term: Term | None) -> Parsed[Condition] | None:
        """Returns the condition of WHERE, or None if there is no WHERE."""
        if term is None:
            return None
        _check_operator_count(term)
        root = condition_of(self, term)
        # Errors of these come after all others: dynoxide-rs 3.2.0,
        # tests/partiql_literal_refusals.rs (recorded in us-east-1, 2026-10-09).
        for call in self.calls:
            check_operand_count("", call.name, call.operands)
        if self.refusal is not None:
            raise self.refusal
        return Parsed("", root, frozenset(), frozenset(self.references))


def _check_operator_count(root: Term) -> None:
    """Raises Reject if WHERE has too many operators and calls.

    The AND of BETWEEN counts nothing, the NOT of IS NOT, NOT IN and NOT BETWEEN counts on its own
    (recorded in us-east-1 and eu-west-2, 2026-10-10). Chains are as long as a statement allows, so
    the walk uses a list as its stack.
    """
    operators = 0
    stack = [root]
    while stack:
        term = stack.pop()
        operators += term.kind in _OPERATORS
        if operators > limits.EXPRESSION_OPERATORS:
            raise invalid(TOO_MANY_OPERATORS)
        stack.extend(term.children)


def path_of(text: str, term: Term) -> Path:
    """Returns the document path of a term of kind PATH."""
    if not term.token.text:
        raise invalid(EMPTY_COMPONENT)
    return Path(term.token.text, tuple([_step(text, step) for step in term.children]))


def condition_of(translation: Translation, term: Term) -> Condition:
    """Returns the condition that a term expresses. Raises Reject if its result is no boolean."""
    operator = term.token.text.lower()
    if term.kind == BINARY:
        if operator in ("and", "or"):
            parts = tuple([_connected(translation, each, operator) for each in _flat(term)])
            return And(parts) if operator == "and" else Or(parts)
        if operator == "in":
            return _in(translation, term)
        if operator in _COMPARATORS:
            return _comparison(translation, term)
        raise _unsupported_operator(operator)
    if term.kind == TERNARY:
        return _with_results(translation, term.children, lambda operands: Between(*operands))
    if term.kind == UNARY and operator == "not":
        (operand,) = term.children
        if _is_size(operand):
            return _size_as_condition(translation, operand, "NOT")
        if not _is_condition(operand):
            raise invalid(_NOT_OPERAND)
        return Not(condition_of(translation, operand))
    if term.kind == IS:
        return _is(translation, term)
    if term.kind == CALL and operator != "size":
        return _predicate(translation, term)
    if term.kind in UNSUPPORTED:
        raise _unsupported_token(translation.text, term.token)
    raise invalid("WHERE clause must contain an expression that resolves to a boolean")


def operand_of(translation: Translation, term: Term) -> Operand:
    """Returns the operand of a comparison or function that a term expresses. Raises Reject."""
    if term.kind == PATH:
        return path_of(translation.text, term)
    if term.kind == PARAMETER or term.kind in CONSTANTS:
        return translation.reference(term)
    if term.kind == MISSING:
        raise invalid(MISSING_ALONE)
    if _is_size(term):
        return _size(translation, term)
    if term.kind in (BINARY, UNARY) and term.token.text not in _CONDITIONS:
        raise _unsupported_operator(term.token.text)
    if term.kind == UNARY:
        raise invalid(_NOT_OPERAND)
    if term.kind == CALL:
        _predicate(translation, term)  # an error in the call is reported first
    raise _unsupported_token(translation.text, term.token)


def unrecognized(text: str, call: Term) -> Exception:
    """Returns the error for a function that does not exist or is not allowed here.

    A subquery in it, as in EXISTS, is reported instead: dynoxide-rs 3.2.0,
    tests/partiql_literal_refusals.rs (recorded in us-east-1, 2026-10-10).
    """
    for argument in call.children:
        if argument.kind == SUBQUERY:
            return _unsupported_token(text, argument.token)
    name = call.token.text.lower()
    if call.token.kind == KEYWORD and name in AGGREGATES:
        return _unsupported_token(text, call.token)
    return invalid(f"Unrecognized function: {name} {place(text, call.token)}")


def unexpected_component(text: str, token: Token) -> Reject:
    """Returns the error for something that is not allowed in this path."""
    return invalid(f"Unexpected path component {place(text, token)}")


def _unsupported_operator(operator: str) -> Reject:
    return invalid(f"Unsupported operator in Condition Expression. Operator: {operator}")


def _unsupported_token(text: str, token: Token) -> Reject:
    return invalid(f"Unsupported token in expression: {token.text} {place(text, token)}")


def _step(text: str, step: Term) -> Element:
    token = step.token
    if step.kind in (NAME, STRING, QUOTED):
        if not token.text:
            raise invalid(EMPTY_COMPONENT)
        return token.text
    if step.kind == NUMBER and token.text.lstrip("-").isdigit():
        index = int(token.text) if len(token.text) < 12 else _MAX_LIST_INDEX + 1
        if not 0 <= index <= _MAX_LIST_INDEX:
            raise invalid(f"{INDEX_OUT_OF_RANGE}[{token.text}] {place(text, token)}")
        return index
    raise unexpected_component(text, token)


def _connected(translation: Translation, term: Term, operator: str) -> Condition:
    """Returns the condition that an operand of AND or OR expresses."""
    if _is_size(term):
        return _size_as_condition(translation, term, operator.upper())
    if term.kind in (PATH, PARAMETER) or term.kind in CONSTANTS:
        raise invalid(_CONNECTED)
    if term.kind == MISSING:
        raise invalid(MISSING_ALONE)
    return condition_of(translation, term)


def _flat(term: Term) -> list[Term]:
    """Returns the operands of a chain of ANDs, or of ORs, in written order."""
    operator = term.token.text
    parts: list[Term] = []
    while term.kind == BINARY and term.token.text == operator:
        parts.append(term.children[1])
        term = term.children[0]
    parts.append(term)
    parts.reverse()
    return parts


def _is_condition(term: Term) -> bool:
    """Returns whether `condition_of` is to read a term. It names what it refuses of these."""
    if term.kind in (BINARY, UNARY):
        return term.token.text in _CONDITIONS
    if term.kind == CALL:
        return not _is_size(term)
    return term.kind in (TERNARY, IS) or term.kind in UNSUPPORTED


def _is_size(term: Term) -> bool:
    return term.kind == CALL and term.token.text.lower() == "size"


def _size(translation: Translation, call: Term) -> Function:
    operands = [operand_of(translation, each) for each in call.children]
    return translation.call("size", tuple(operands))


def _size_as_condition(translation: Translation, call: Term, operator: str) -> Condition:
    """Returns a call of `size` that is the operand of AND, OR or NOT. `where` refuses it.

    Source: dynoxide's captures, October 2026.
    """
    translation.refusal = translation.refusal or wrong_type("", operator, "N")
    return _size(translation, call)


def _comparison(translation: Translation, term: Term) -> Condition:
    left, right = term.children
    operator = "<>" if term.token.text == "!=" else term.token.text
    if operator in ("=", "<>"):
        for condition, other in ((left, right), (right, left)):
            if _is_condition(condition) and other.kind == BOOLEAN:
                holds = condition_of(translation, condition)
                return holds if (other.token.text == "true") == (operator == "=") else Not(holds)
    return _with_results(
        translation, term.children, lambda operands: Comparison(operator, *operands)
    )


def _with_results(
    translation: Translation,
    terms: Sequence[Term],
    made: Callable[[list[Operand]], Condition],
    first: tuple[Operand, ...] = (),
) -> Condition:
    """Returns the condition that `made` makes of the operands that terms express.

    A term may be a condition, whose result is then the operand.
    first: the operands of the first terms, which are already known.
    """
    operands = list(first)
    for term in terms[len(first) :]:
        if _is_condition(term):
            return _either(
                translation,
                term,
                lambda truth: _with_results(translation, terms, made, (*operands, truth)),
            )
        operands.append(operand_of(translation, term))
    return made(operands)


def _either(
    translation: Translation, term: Term, compared: Callable[[Operand], Condition]
) -> Condition:
    """Returns a condition about the result of the condition `term`, which is TRUE or FALSE.

    The service compares results with other values too: floci,
    DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026).
    """
    if translation.results == _NESTED_RESULTS:
        raise _unsupported_token(translation.text, term.token)
    translation.results += 1
    holds = condition_of(translation, term)
    by_result = [compared(translation.literal({"BOOL": truth})) for truth in (True, False)]
    translation.results -= 1
    return Or((And((holds, by_result[0])), And((Not(holds), by_result[1]))))


def _in(translation: Translation, term: Term) -> Condition:
    operand, candidates = term.children
    if candidates.kind not in (LIST, BAG) or not candidates.children:
        raise invalid(_IN_OPERANDS)
    return _with_results(
        translation,
        (operand, *candidates.children),
        lambda operands: In(operands[0], tuple(operands[1:])),
    )


def _is(translation: Translation, term: Term) -> Condition:
    (operand,) = term.children
    data_type = TYPES.get(term.token.text)
    if data_type is None:
        name = UNSUPPORTED_TYPES[term.token.text]
        where = place(translation.text, operand.token)
        raise invalid(f"Unsupported data type for IS operator: {name}. {_IS_TYPES} {where}")
    if operand.kind not in (PATH, PARAMETER) and operand.kind not in CONSTANTS:
        raise invalid(
            "The left hand side argument to IS must be a Variable Reference, Literal, or Path"
        )
    operands: tuple[Operand, ...] = (operand_of(translation, operand),)
    name = "attribute_not_exists"
    if data_type != "MISSING":
        name = "attribute_type"
        operands += (translation.literal({"S": data_type}),)
    return translation.call(name, operands)


def _predicate(translation: Translation, call: Term) -> Function:
    name = call.token.text.lower()
    if name in UPDATE_FUNCTIONS:
        raise invalid(NOT_IN_CONDITION + name)
    if name not in BOOLEAN_FUNCTIONS:
        raise unrecognized(translation.text, call)
    operands = tuple([operand_of(translation, each) for each in call.children])
    return translation.call(name, operands)
