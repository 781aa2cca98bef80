"""The way of a request through the code, counted: how often a reader must change the file.

Reading the functions that an operation calls, in the order of the text and each only once, a reader
goes from file to file. `way` returns the files in this order. Only calls that can be found without
running the code are followed: functions and classes by their imported names, and methods whose name
occurs in one class only, if the module uses the module of that class. A name that is also a method
of the matches of regular expressions, such as `end`, is not followed.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.tidy.source import module_name, package_files, tree

Function = ast.FunctionDef | ast.AsyncFunctionDef
PAUSES = (("jedlik.core.pauses", "spend"), ("jedlik.core.pauses", "free_later"))
METHODS_OF_A_MATCH = frozenset(dir(re.Match))

Place = tuple[str, str]  # a module, and the name of a function or `Class.method` in it


@cache
def places() -> dict[Place, Function]:
    """Every function and method of the package."""
    found: dict[Place, Function] = {}
    for path in package_files():
        module = module_name(path)
        for node in tree(path).body:
            if isinstance(node, Function):
                found[module, node.name] = node
            elif isinstance(node, ast.ClassDef):
                for each in node.body:
                    if isinstance(each, Function):
                        found[module, f"{node.name}.{each.name}"] = each
    return found


@cache
def methods() -> dict[str, list[Place]]:
    """The methods of the package by their bare names."""
    found: dict[str, list[Place]] = {}
    for module, name in places():
        if "." in name:
            found.setdefault(name.partition(".")[2], []).append((module, name))
    return found


@cache
def imported(module: str) -> dict[str, Place]:
    """The names that a module imports from the package, each with its place."""
    found: dict[str, Place] = {}
    for path in package_files():
        if module_name(path) != module:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jedlik"):
                for alias in node.names:
                    found[alias.asname or alias.name] = (node.module or "", alias.name)
    return found


def calls(function: Function) -> Iterator[ast.expr]:
    """What a function calls, in the order of evaluation: arguments before the call.

    After the call come the names among its arguments: they may be functions that it calls.
    """

    def inside(node: ast.AST) -> Iterator[ast.expr]:
        for child in ast.iter_child_nodes(node):
            yield from inside(child)
        if isinstance(node, ast.Call):
            yield node.func
            yield from (each for each in node.args if isinstance(each, ast.Name))

    for statement in function.body:
        yield from inside(statement)


def found_by_name(place: Place) -> Place | None:
    """The function of that name, or the constructor of the class of that name."""
    module, name = place
    for candidate in (place, (module, f"{name}.__init__")):
        if candidate in places():
            return candidate
    return None


def called(module: str, function: ast.expr) -> Place | None:
    """The function of the package that an expression calls; None if it cannot be found."""
    if isinstance(function, ast.Name):
        return found_by_name(imported(module).get(function.id, (module, function.id)))
    if not isinstance(function, ast.Attribute):
        return None
    if isinstance(function.value, ast.Name) and function.value.id in imported(module):
        package, name = imported(module)[function.value.id]
        found = found_by_name((f"{package}.{name}", function.attr))
        if found is not None:
            return found
    if function.attr in METHODS_OF_A_MATCH:
        return None
    used = {module, *(package for package, _ in imported(module).values())}
    named = [place for place in methods().get(function.attr, ()) if place[0] in used]
    return named[0] if len(named) == 1 else None


def way(*starts: Place, without: tuple[Place, ...] = ()) -> list[str]:
    """The modules that a reader enters, in order, from these functions on.

    without: functions that are not followed.
    """
    entered: list[str] = []
    seen: set[Place] = set(without)

    def follow(place: Place) -> None:
        seen.add(place)
        if not entered or entered[-1] != place[0]:
            entered.append(place[0])
        for each in calls(places()[place]):
            following = called(place[0], each)
            # A reader need not follow a call that only lets others have their turn.
            if following is not None and following not in seen and following not in PAUSES:
                follow(following)

    for start in starts:
        follow(start)
    return entered


def stops_and_returns(entered: list[str]) -> tuple[int, int]:
    """How often the file changes, and how often it changes to one that was left before."""
    return len(entered) - 1, len(entered) - len(set(entered))
