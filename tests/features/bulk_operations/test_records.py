"""Entries, tokens and works of bulk operations are not confused with those of imports."""

from jedlik.features.bulk_operations.records import (
    all_operations,
    all_works,
    arn_of,
    entry_key,
    id_in,
    operation_from_bytes,
    place_in,
    to_bytes,
    work_from_bytes,
    work_key,
)
from jedlik.features.imports import records as imports
from jedlik.features.imports.entries import place_of
from tests.engine.in_memory import result_of, values
from tests.features.bulk_operations.samples import begin, record, with_table
from tests.features.imports.samples import begin as begin_import


def test_what_is_stored_is_found_again() -> None:
    caller = with_table(a=record(1))
    arn = begin(caller)
    begin_import(caller, "imported")
    (work,) = result_of(all_works(caller.node.storage))
    stored = values(caller)
    assert work_from_bytes(stored[work_key(work["Id"])]) == work
    assert to_bytes(work) == stored[work_key(work["Id"])]
    entry = operation_from_bytes(stored[entry_key(place_in(work))])
    assert arn_of(place_of(entry)) == arn_of(place_in(work)) == arn

    async def entries() -> tuple[list[str], list[str]]:
        storage = caller.node.storage
        operations = [each["Id"] async for each in all_operations(storage)]
        return operations, [each["Id"] async for each in imports.all_imports(storage)]

    operations, imported = result_of(entries())
    assert operations == [entry["Id"]]
    assert len(imported) == 1
    assert imported != operations
    assert len(caller.call("ListImports")["ImportSummaryList"]) == 1
    assert len(caller.call("ListBulkOperations")["BulkOperationsSummaryList"]) == 1


def test_the_resource_of_an_arn() -> None:
    assert id_in("bulk-operation/x") == "x"
    assert id_in("import/x") is None
