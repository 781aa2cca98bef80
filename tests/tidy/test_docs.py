"""Documents agree with the code they describe."""

from pathlib import Path

import pytest

from jedlik.app.settings import SETTINGS
from jedlik.engine.operations import BUILT, OPERATIONS
from jedlik.engine.operations.refused import OPERATIONS_BY_CAPABILITY
from tests.tidy.generate_docs import DOCUMENTS
from tests.tidy.source import PACKAGE, ROOT


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_derived_documents_are_current(path: Path) -> None:
    assert path.read_text() == DOCUMENTS[path](), "run `make docs`"


def file_name(operation: str) -> str:
    """`PutItem` -> `put_item`."""
    return "".join("_" + c.lower() if c.isupper() else c for c in operation).lstrip("_")


def test_every_operation_has_its_file_and_its_test() -> None:
    names = {file_name(each.name) for each in BUILT}
    folder = PACKAGE / "engine" / "operations"
    assert names <= {path.stem for path in folder.glob("dynamodb*/*.py")}
    tests = {path.stem for path in (ROOT / "tests" / "engine" / "operations").glob("test_*.py")}
    assert {f"test_{name}" for name in names} <= tests


def test_the_table_of_operations_is_in_order() -> None:
    names = [each.name for each in OPERATIONS]
    assert names == sorted(set(names))


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [each.flag for each in SETTINGS if f"`{each.flag}" not in readme]
    assert not missing, missing


def test_what_is_refused_is_listed_among_the_differences() -> None:
    differences = (ROOT / "docs" / "differences.md").read_text()
    missing = [
        name
        for capability, names in OPERATIONS_BY_CAPABILITY.items()
        for name in (capability[0].upper() + capability[1:], *names)
        if name not in differences
    ]
    assert not missing, missing
