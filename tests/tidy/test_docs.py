"""Documents agree with the code they describe."""

from pathlib import Path

import pytest

from jedlik.app.settings import SETTINGS
from jedlik.engine.operations import OPERATIONS
from tests.tidy.generate_docs import DOCUMENTS
from tests.tidy.source import PACKAGE, ROOT


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_derived_documents_are_current(path: Path) -> None:
    assert path.read_text() == DOCUMENTS[path](), "run `make docs`"


def file_name(operation: str) -> str:
    """`PutItem` -> `put_item`."""
    return "".join("_" + c.lower() if c.isupper() else c for c in operation).lstrip("_")


def test_every_operation_has_its_file_and_its_test() -> None:
    names = {file_name(each.name) for each in OPERATIONS}
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
