"""What a newer botocore adds is printed; the installed one adds nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader

from tests.models.diff import TABLE, differences, main
from tests.models.table import published


def unpacked(folder: Path) -> Path:
    """Makes a folder like one into which botocore was unpacked, with a changed model."""
    for name in ("dynamodb", "dynamodbstreams"):
        model = Loader().load_service_model(name, "service-2")
        if name == "dynamodb":
            change(model)
        data = folder / "botocore" / "data" / name / "2012-08-10"
        data.mkdir(parents=True)
        (data / "service-2.json").write_text(json.dumps(model))
    return folder


def change(model: dict[str, Any]) -> None:
    """Adds an operation, members, a word and a bound; takes an operation away."""
    shapes, operations = model["shapes"], model["operations"]
    operations["PaintItem"] = {**operations["GetItem"], "name": "PaintItem"}
    del operations["ListContributorInsights"]
    shapes["GetItemInput"]["members"]["Colour"] = {"shape": "String"}
    shapes["Projection"]["members"]["Colour"] = {"shape": "String"}
    shapes["AttributeValue"]["members"]["V"] = {"shape": "StringAttributeValue"}
    shapes["TableClass"]["enum"].append("GOLD")
    shapes["AttributeNameList"]["max"] = 300
    shapes["GetItemInput"]["required"].append("ConsistentRead")


EXPECTED = {
    "+ | PaintItem | (operation) |  | **in no row** |",
    "- | ListContributorInsights | (operation) |  | refused: no contributor insights |",
    "+ | GetItem | `Colour` | string | **in no row** |",
    "+ | CreateTable | `GlobalSecondaryIndexes[].Projection.Colour` | string | **in no row** |",
    "+ | (attribute values) | `V` | string | **in no row** |",
    "+ | CreateTable | `TableClass` | string, STANDARD STANDARD_INFREQUENT_ACCESS GOLD | stored |",
    "- | CreateTable | `TableClass` | string, STANDARD STANDARD_INFREQUENT_ACCESS | stored |",
    "+ | GetItem | `ConsistentRead` | required boolean | works |",
    "- | GetItem | `ConsistentRead` | boolean | works |",
    "+ | Scan | `AttributesToGet` | list of (string, at most 65535), 1 to 300 | works |",
}


def test_what_a_newer_model_changes(tmp_path: Path) -> None:
    found = set(differences(TABLE.read_text(), published(unpacked(tmp_path))))
    assert found >= EXPECTED


def test_the_installed_models_are_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--installed"]) == 0
    assert (
        capsys.readouterr().out == "The installed botocore: 0 rows differ from docs/members.md.\n"
    )


def test_a_difference_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TABLE.read_text()
    line = next(line for line in text.splitlines() if "| PutItem | `Item` |" in line)
    (tmp_path / "members.md").write_text(text.replace(f"{line}\n", ""))
    monkeypatch.setattr("tests.models.diff.TABLE", tmp_path / "members.md")
    assert main(["--installed"]) == 1
    assert capsys.readouterr().out == (
        f"+ {line}\nThe installed botocore: 1 rows differ from docs/members.md.\n"
    )
