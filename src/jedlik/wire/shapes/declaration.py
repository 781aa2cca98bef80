"""Shapes built from declarations: TypedDicts whose members are annotated with their constraints.

    declared                   shape
    str, int, float, bool      String, Integer (Long with Form.LONG), Timestamp, Boolean
    bytes                      Blob
    Literal["A", "B"]          String that must be one of these words, listed in this order
    list[T], dict[str, T]      List, Map (JsonMap with Form.JSON)
    a TypedDict                Structure with the name of the class
    a type in `leaves`         the shape that `leaves` gives it

Constraints of a list are about its length, those of its element type about each element.
Constraints of the key type and of the value type of a map are reported at the map, each as one.
An unknown annotation, or one that does not fit its type, raises TypeError at import.
"""

from collections.abc import Mapping
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,
    Required,
    TypeVar,
    get_args,
    get_origin,
    is_typeddict,
)

from jedlik.core.types.constraints import (
    WORKS,
    Constraint,
    EnumWording,
    Form,
    Named,
    Printed,
    Reported,
    Support,
    each,
    one_of,
)
from jedlik.wire.shapes.scalars import Blob, Boolean, Integer, Long, String, Timestamp
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import JsonMap, List, Map, Member, Structure, most_of

Leaves = Mapping[object, Shape]

_REPORTED: Final = Reported()
_ENUM_WORDING: Final = EnumWording()

T = TypeVar("T")


class _Notes:
    """The annotations of one type. An annotation that nobody takes does not fit the type."""

    def __init__(self, notes: tuple[object, ...]) -> None:
        self.left = list(notes)

    def take(self, kind: type[T], default: T) -> T:
        """Removes and returns the annotation of a class, or returns the default."""
        for note in self.left:
            if isinstance(note, kind):
                self.left.remove(note)
                return note
        return default

    def takes(self, form: Form) -> bool:
        """Removes a form. Returns whether it was there."""
        if form not in self.left:
            return False
        self.left.remove(form)
        return True

    def constraints(self, subject: type) -> tuple[Constraint[Any], ...]:
        """Removes and returns the constraints on values of one Python type, in order."""
        taken = [
            note
            for note in self.left
            if isinstance(note, Constraint) and issubclass(subject, note.subject)
        ]
        self.left = [note for note in self.left if note not in taken]
        return tuple(taken)


def members_of(declared: type, leaves: Leaves) -> tuple[Member, ...]:
    """Returns the members that a TypedDict declares, in order. Those of its bases come first."""
    required: frozenset[str] = vars(declared)["__required_keys__"]
    members: list[Member] = []
    for name, annotation in declared.__annotations__.items():
        try:
            members.append(_member(name, annotation, name in required, leaves))
        except TypeError as error:
            raise TypeError(f"{declared.__name__}.{name}: {error}") from error
    return tuple(members)


def shape_of(annotation: object, leaves: Leaves) -> Shape:
    """Returns the shape of an annotated type."""
    declared, notes = _taken_apart(annotation)
    return _complete(_shape(declared, notes, leaves), declared, notes)


def _member(name: str, annotation: object, required: bool, leaves: Leaves) -> Member:
    declared, notes = _taken_apart(annotation)
    reported = notes.take(Reported, _REPORTED)
    support = notes.take(Support, WORKS)
    named = notes.take(Named, Named(name, name))
    shape = _complete(_shape(declared, notes, leaves), declared, notes)
    return Member(name, shape, required=required, reported=reported, support=support, named=named)


def _taken_apart(annotation: object) -> tuple[object, _Notes]:
    """Returns a type without its annotations, and the annotations."""
    if get_origin(annotation) in (Required, NotRequired):
        (annotation,) = get_args(annotation)
    if get_origin(annotation) is Annotated:
        declared, *notes = get_args(annotation)
        return declared, _Notes(tuple(notes))
    return annotation, _Notes(())


def _complete(shape: Shape, declared: object, notes: _Notes) -> Shape:
    if notes.left:
        raise TypeError(f"{notes.left} does not fit {declared}")
    return shape


def _shape(declared: object, notes: _Notes, leaves: Leaves, most: int | None = None) -> Shape:
    """Returns the shape of a type, and takes the annotations that it needs.

    most: the greatest length of a list that the map around it accepts, None if it has no limit.
    """
    if declared in leaves:
        return leaves[declared]
    if isinstance(declared, type) and is_typeddict(declared):
        printed = notes.take(Printed, Printed(())).members
        return Structure(declared.__name__, *members_of(declared, leaves), printed=printed)
    arguments = get_args(declared)
    if get_origin(declared) is Literal:
        words = one_of(arguments, notes.take(EnumWording, _ENUM_WORDING))
        return String(words, *notes.constraints(str))
    if get_origin(declared) is list:
        return List(shape_of(arguments[0], leaves), *notes.constraints(list), most=most)
    if get_origin(declared) is dict:
        return _map(arguments[0], arguments[1], notes, leaves)
    return _scalar(declared, notes)


def _map(key: object, value: object, notes: _Notes, leaves: Leaves) -> Map:
    key_type, key_notes = _taken_apart(key)
    keys = key_notes.constraints(str)
    if get_origin(key_type) is Literal:
        keys = (one_of(get_args(key_type), _ENUM_WORDING),)
    elif key_type is not str or key_notes.left:
        raise TypeError(f"{key} cannot be the key of a map")
    value_type, value_notes = _taken_apart(value)
    values = value_notes.constraints(_python_type(value_type))
    shape = JsonMap if notes.takes(Form.JSON) else Map
    most = most_of(values)
    return shape(
        _complete(_shape(value_type, value_notes, leaves, most), value_type, value_notes),
        *notes.constraints(dict),
        keys=each("keys", keys) if keys else None,
        values=each("value", values) if values else None,
    )


def _python_type(declared: object) -> type:
    """Returns the class of the values of a type."""
    if get_origin(declared) is Literal:
        return str
    origin = get_origin(declared) or declared
    return origin if isinstance(origin, type) else object


def _scalar(declared: object, notes: _Notes) -> Shape:
    if declared is str:
        return String(*notes.constraints(str))
    if declared is int:
        return (Long if notes.takes(Form.LONG) else Integer)(*notes.constraints(int))
    if declared is float:
        return Timestamp()
    if declared is bool:
        return Boolean()
    if declared is bytes:
        return Blob(*notes.constraints(bytes))
    raise TypeError(f"{declared} has no shape")
