"""The capacity model: what it computes from figures, and what it says about itself."""

import json
from pathlib import Path

import pytest

from benchmarks import capacity_model
from benchmarks.capacity_model import (
    FOLDER,
    Assumptions,
    Figures,
    Load,
    Row,
    checks,
    figures_in,
    plan,
    table,
)

ASSUMED = Assumptions(
    utilisation=0.5,
    node_cores=4,
    database_cores=10,
    database_terabytes=2.0,
    bytes_per_byte=2.0,
)


def figures(kind: str, *, cores: int = 2, worker_us: float = 0.0) -> Figures:
    reads = Row("GetItem", "one", 1, 10_000.0, 20.0, 10.0, worker_us, 5.0)
    writes = Row("PutItem", "one", 1, 5_000.0, 40.0, 50.0, 2 * worker_us, 5.0)
    more = reads._replace(name="two", nodes=2, per_s=30_000.0, node_us=30.0)
    return Figures(kind, cores, [reads, writes, more])


def test_reads_and_writes_add_up_in_nodes_and_primary() -> None:
    # 100,000 reads: 2 s of nodes, 1 s of the database. 10,000 writes: 0.4 s and 0.5 s.
    needed = plan(Load(100_000, 10_000, 0.5, eventual=0.0), figures("PostgreSQL"), ASSUMED)
    assert needed.nodes == 2  # 2.4 s of 4 cores that are used by half
    assert needed.primary_cores == pytest.approx(3.0)
    assert (needed.clusters, needed.servers, needed.limit) == (1, 1, "none")


def test_eventual_reads_go_to_replicas_of_a_plain_database_only() -> None:
    load = Load(1_000_000, 0, 0.5, eventual=0.5)
    plain = plan(load, figures("PostgreSQL"), ASSUMED)
    assert (plain.primary_cores, plain.clusters, plain.servers) == (10.0, 1, 2)
    fits = plan(load._replace(reads_per_s=400_000), figures("PostgreSQL"), ASSUMED)
    assert (fits.primary_cores, fits.servers) == (8.0, 1)  # no replica is needed
    # With Citus all reads pass the coordinator: 20 cores, and its machine has 10.
    citus = plan(load, figures("Citus"), ASSUMED)
    assert (citus.primary_cores, citus.clusters) == (20.0, 2)
    assert citus.limit == "processors of the coordinator"


def test_data_divides_a_plain_database_and_adds_workers_to_citus() -> None:
    load = Load(1_000, 0, 10.0, eventual=0.0)  # 20 TB in the database
    plain = plan(load, figures("PostgreSQL"), ASSUMED)
    assert (plain.clusters, plain.servers, plain.limit) == (10, 10, "bytes")
    citus = plan(load, figures("Citus", worker_us=10.0), ASSUMED)
    assert (citus.clusters, citus.servers, citus.limit) == (1, 11, "none")


def test_work_of_workers_adds_workers() -> None:
    load = Load(1_000_000, 0, 0.5)  # 30 s of workers, with 5 s of each
    needed = plan(load, figures("Citus", worker_us=30.0), ASSUMED)
    assert needed.servers == needed.clusters + 6


def test_what_more_nodes_cost_is_compared_with_the_fewest() -> None:
    one, writes, two = checks(figures("Citus"))
    assert (one.ratio, writes.ratio) == (1.0, 1.0)
    assert one.total_us == 35.0
    assert one.used == pytest.approx(10_000 * 35e-6 / 2)
    assert two.ratio == pytest.approx(45 / 35)


def test_the_document_labels_what_was_not_measured() -> None:
    shown = table([Load(1, 1, 1)], [figures("PostgreSQL"), figures("Citus")], ASSUMED)
    measured, label, rest = shown.partition("**Extrapolated**, not measured:")
    assert label
    assert "| PostgreSQL | 2 | GetItem | 30,000 | 0.67 | 30 | 10 | 0 | 5 | 1.29 |" in measured
    assert "Assumed, except the bytes: utilisation = 0.5" in rest


def test_the_committed_figures_can_be_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("postgresql", "citus"):
        found = figures_in(FOLDER / f"{name}.json", name)
        assert {row.operation for row in found.rows} == {"GetItem", "PutItem"}
        assert {row.nodes for row in found.rows} >= {1, 2}
        assert all(row.node_us > 0 and row.database_us > 0 for row in found.rows)
        assert all((row.worker_us > 0) == (name == "citus") for row in found.rows)
    monkeypatch.setattr("sys.argv", ["capacity_model", "--reads", "5000", "--database-cores", "9"])
    assert capacity_model.main() == 0
    shown = capsys.readouterr().out
    assert "| 5,000 | 0 | 1 | PostgreSQL |" in shown
    assert "database_cores = 9" in shown


def test_rows_of_bare_asyncpg_are_left_out(tmp_path: Path) -> None:
    row = figures("PostgreSQL").rows[0]
    rows = [row._asdict(), row._replace(nodes=0, name="bare asyncpg")._asdict()]
    file = tmp_path / "figures.json"
    file.write_text(json.dumps({"cores": 2, "rows": rows}))
    assert figures_in(file, "PostgreSQL").rows == [row]
