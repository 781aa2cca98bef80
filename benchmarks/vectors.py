"""Search of vectors: `python -m benchmarks.vectors`; docs/design/vectors.md has the figures.

Compares, over the same vectors, SearchVectors in one process (from the decoded request to the
answer; reading the index from disk, and having it in memory), exact search by numpy over a matrix,
and the graph of `usearch` (where `pip install usearch` was done; it is no dependency). Vectors
lie around 200 centres, as embeddings do; recall is the share of the ten nearest that the graph
finds. Run it with OPENBLAS_NUM_THREADS=1: the graph is built and searched by one thread as well.
"""

import argparse
import asyncio
import importlib
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.http.peers import DEFAULT_FOLDER
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.app.compose import RandomIds, SystemClock
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.principal import account_root
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Context, Node
from jedlik.features.secondary_indexes.entry_key import index_partition
from jedlik.features.vector_indexes.cache import KeptVectors
from jedlik.storage.interface import Add, Batch, Decide, Put, Storage
from jedlik.storage.sqlite import open_folder

TOP = 10
QUERIES = 20
_CENTRES = 200
_NOISE = 0.7  # around a centre, in standard deviations of a centre's components
_BATCH = 500
_KEPT_BYTES = 1 << 30  # all of the largest
_TABLE = "vectors"
_INDEX = "nearest"

Matrix = NDArray[np.float32]


def main() -> None:
    """Print one row of a Markdown table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dimensions", type=int, nargs="+", default=[128, 768, 1536])
    parser.add_argument("--vectors", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--graph-mb", type=int, default=100, help="build graphs of up to so much")
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER / "data")
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    print("| dimensions | vectors | read ms | kept ms | numpy ms | graph ms, recall, build s |")
    print("|--:|--:|--:|--:|--:|--:|")
    for dimensions in options.dimensions:
        for count in options.vectors:
            made = vectors(dimensions, count + QUERIES)
            kept, asked = made[:count], made[count:]
            with tempfile.TemporaryDirectory(dir=options.data) as folder:
                read, held = asyncio.run(search_ms(Path(folder), kept, asked))
            exact = numpy_ms(kept, asked)
            graph = usearch_row(kept, asked) if kept.nbytes <= options.graph_mb * 1e6 else ""
            row = (f"{read:.2f}", f"{held:.2f}", f"{exact:.2f}", graph)
            print(f"| {dimensions} | {count:,} | {' | '.join(row)} |", flush=True)


def vectors(dimensions: int, count: int) -> Matrix:
    """Unit vectors around centres, always the same."""
    source = np.random.default_rng(1)
    centres = source.standard_normal((_CENTRES, dimensions), dtype=np.float32)
    made = centres[source.integers(_CENTRES, size=count)]
    made += np.float32(_NOISE) * source.standard_normal((count, dimensions), dtype=np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


async def search_ms(folder: Path, kept: Matrix, asked: Matrix) -> tuple[float, float]:
    """Median of a SearchVectors, ms: that reads the partition from disk, that has it in memory."""
    storage = open_folder(folder, key=None)
    try:
        context = _context(storage, kept_bytes=0)
        await _create(context, kept.shape[1])
        await _fill(context, kept)
        read = await _search_ms(context, asked)
        held = await _search_ms(_context(storage, kept_bytes=_KEPT_BYTES), asked)
        return read, held
    finally:
        await storage.close()


def _context(storage: Storage, kept_bytes: int) -> Context:
    # The one table is made before anyone looks for it, and never changed.
    catalog = Catalog(storage, version=lambda: 0, bump=lambda: None)
    vectors = KeptVectors(kept_bytes)
    node = Node(storage, catalog, SystemClock(), RandomIds(), 0, "localhost", vectors=vectors)
    return Context(node, "us-east-1", account_root("0" * 12))


async def _search_ms(context: Context, asked: Matrix) -> float:
    requests = iter([_request(each) for each in [asked[0], asked[0], *asked]])

    async def search() -> None:
        await _call(context, "SearchVectors", next(requests))

    await search()
    await search()  # from now on the partition is kept
    return statistics.median([await _ms(search) for _ in asked])


def numpy_ms(kept: Matrix, asked: Matrix) -> float:
    """Median of an exact search of a matrix, ms."""

    def search(query: Matrix) -> None:
        products = kept @ query
        nearest = np.argpartition(-products, TOP)[:TOP]
        nearest[np.argsort(-products[nearest])]

    return statistics.median(_all_ms(search, asked))


def usearch_row(kept: Matrix, asked: Matrix) -> str:
    """Median of a search of the graph, its recall, and seconds to build it."""
    try:
        usearch: Any = importlib.import_module("usearch.index")
    except ImportError:
        return "not installed"
    graph = usearch.Index(ndim=kept.shape[1], metric="cos", dtype="f32")
    started = time.perf_counter()
    graph.add(np.arange(len(kept)), kept, threads=1)
    built_s = time.perf_counter() - started
    taken = _all_ms(lambda query: graph.search(query, TOP), asked)
    found = 0
    for query in asked:
        exact = np.argsort(-(kept @ query))[:TOP]
        found += len(set(exact.tolist()) & set(graph.search(query, TOP).keys.tolist()))
    recall = found / TOP / len(asked)
    return f"{statistics.median(taken):.2f}, {recall:.3f}, {built_s:.1f}"


async def _create(context: Context, dimensions: int) -> None:
    await _call(
        context,
        "CreateTable",
        {
            "TableName": _TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "VectorIndexes": [
                {
                    "IndexName": _INDEX,
                    "VectorAttribute": {"AttributeName": "embedding"},
                    "Dimensions": dimensions,
                    "DistanceFunction": "COSINE",
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
        },
    )


async def _fill(context: Context, kept: Matrix) -> None:
    """Put the entries alone: their items would take most of the time, and no search reads them."""
    table = await context.node.catalog.table(context.region, context.account_id, _TABLE)
    (index,) = table.indexes
    partition = index_partition(index, ())
    for first in range(0, len(kept), _BATCH):
        puts = [
            Put(
                Key(Space.INDEX, table.id, partition, number.to_bytes(8, "big")),
                kept[number].tobytes() + item_to_bytes({"pk": {"S": str(number)}}, 8),
            )
            for number in range(first, min(first + _BATCH, len(kept)))
        ]
        count = Add(index.counter_key, (len(puts), kept[0].nbytes * len(puts), len(puts)))
        await context.node.storage.transact([], _keeping([*puts, count]))


def _keeping(mutations: list[Put | Add]) -> Decide:
    return lambda _: Batch(mutations, None)


def _request(query: Matrix) -> dict[str, Any]:
    components = [{"N": repr(float(each))} for each in query]
    return {
        "TableName": _TABLE,
        "IndexName": _INDEX,
        "SearchVector": components,
        "TopK": TOP,
    }


async def _call(context: Context, name: str, members: dict[str, Any]) -> object:
    operation = DYNAMODB.operations[name]
    operation.shape.check(members)
    return await operation.run(operation.check(members), context)


async def _ms(search: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await search()
    return (time.perf_counter() - started) * 1000


def _all_ms(search: Callable[[Matrix], object], asked: Matrix) -> Iterator[float]:
    for query in asked:
        started = time.perf_counter()
        search(query)
        yield (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
