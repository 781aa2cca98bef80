"""Search of vectors: `python -m benchmarks.vectors`. docs/design/vectors.md has the figures.

Compares three searches of the same vectors: SearchVectors in one process (from the decoded request
to the answer; once with the index read from disk, once with it cached in memory), exact search by
numpy in a matrix, and the graph of `usearch`. The graph needs `pip install usearch`; it is no
dependency. The vectors lie around 200 centres, as embeddings do. Recall is the share of the ten
nearest vectors that the graph finds. Run it with OPENBLAS_NUM_THREADS=1, because the graph also
uses one thread.
"""

import argparse
import asyncio
import importlib
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Never

import numpy as np
from numpy.typing import NDArray

from benchmarks.http.peers import DEFAULT_FOLDER
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.app.compose import RandomIds
from jedlik.app.opened import SystemClock
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.principal import account_root
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Context, Node
from jedlik.engine.sealing import Sealing
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.options import Options
from jedlik.features.registry import features
from jedlik.features.secondary_indexes.entry_key import index_partition
from jedlik.features.secondary_indexes.participant import indexes_of
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import Add, Batch, Decide, Put, Storage
from jedlik.storage.sqlite import open_folder

TOP = 10
QUERIES = 20
_CENTRES = 200
_NOISE = 0.7  # distance from a centre, in standard deviations of a centre's components
_BATCH = 500
_CACHE_BYTES = 1 << 30  # enough for the largest partition
_TABLE = "vectors"
_INDEX = "nearest"

Matrix = NDArray[np.float32]


def main() -> None:
    """Prints one row of a Markdown table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dimensions", type=int, nargs="+", default=[128, 768, 1536])
    parser.add_argument("--vectors", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--graph-mb", type=int, default=100, help="largest graph to build")
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER / "data")
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    print("| dimensions | vectors | read ms | cached ms | numpy ms | graph ms, recall, build s |")
    print("|--:|--:|--:|--:|--:|--:|")
    for dimensions in options.dimensions:
        for count in options.vectors:
            made = vectors(dimensions, count + QUERIES)
            stored, queries = made[:count], made[count:]
            with tempfile.TemporaryDirectory(dir=options.data) as folder:
                read, cached = asyncio.run(search_ms(Path(folder), stored, queries))
            exact = numpy_ms(stored, queries)
            graph = usearch_row(stored, queries) if stored.nbytes <= options.graph_mb * 1e6 else ""
            row = (f"{read:.2f}", f"{cached:.2f}", f"{exact:.2f}", graph)
            print(f"| {dimensions} | {count:,} | {' | '.join(row)} |", flush=True)


def vectors(dimensions: int, count: int) -> Matrix:
    """Returns unit vectors around centres. They are the same in every run."""
    source = np.random.default_rng(1)
    centres = source.standard_normal((_CENTRES, dimensions), dtype=np.float32)
    made = centres[source.integers(_CENTRES, size=count)]
    made += np.float32(_NOISE) * source.standard_normal((count, dimensions), dtype=np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


async def search_ms(folder: Path, stored: Matrix, queries: Matrix) -> tuple[float, float]:
    """Returns the medians of a SearchVectors in ms: from disk, and from memory."""
    storage = open_folder(folder, key=None)
    try:
        context = _context(storage, cache_bytes=0)
        await _create(context, stored.shape[1])
        await _fill(context, stored)
        read = await _search_ms(context, queries)
        cached = await _search_ms(_context(storage, cache_bytes=_CACHE_BYTES), queries)
        return read, cached
    finally:
        await storage.close()


def _context(storage: Storage, cache_bytes: int) -> Context:
    # The only table is created before it is first used, and is never changed.
    hooks = [each.table for each in features(Options(vector_memory_bytes=cache_bytes))]
    clock, ids = SystemClock(), RandomIds()
    encrypted, sealing = EncryptedStorage(storage), Sealing(bytes)
    catalog = Catalog(encrypted, hooks, TableKeys(encrypted, sealing, ids))
    node = Node(encrypted, catalog, clock, ids, 0, "localhost", sealing)
    return Context(node, "us-east-1", account_root("0" * 12))


async def _search_ms(context: Context, queries: Matrix) -> float:
    requests = iter([_request(each) for each in [queries[0], queries[0], *queries]])

    async def search() -> None:
        await _call(context, "SearchVectors", next(requests))

    await search()
    await search()  # the second search caches the partition
    return statistics.median([await _ms(search) for _ in queries])


def numpy_ms(stored: Matrix, queries: Matrix) -> float:
    """Returns the median of an exact search in a matrix, in ms."""

    def search(query: Matrix) -> None:
        products = stored @ query
        nearest = np.argpartition(-products, TOP)[:TOP]
        nearest[np.argsort(-products[nearest])]

    return statistics.median(_all_ms(search, queries))


def usearch_row(stored: Matrix, queries: Matrix) -> str:
    """Returns the median of a search of the graph, its recall, and the seconds to build it."""
    try:
        usearch: Any = importlib.import_module("usearch.index")
    except ImportError:
        return "not installed"
    graph = usearch.Index(ndim=stored.shape[1], metric="cos", dtype="f32")
    started = time.perf_counter()
    graph.add(np.arange(len(stored)), stored, threads=1)
    built_s = time.perf_counter() - started
    taken = _all_ms(lambda query: graph.search(query, TOP), queries)
    found = 0
    for query in queries:
        exact = np.argsort(-(stored @ query))[:TOP]
        found += len(set(exact.tolist()) & set(graph.search(query, TOP).keys.tolist()))
    recall = found / TOP / len(queries)
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


async def _fill(context: Context, stored: Matrix) -> None:
    """Puts only the entries. Items would take most of the time, and no search reads them."""
    table = await context.node.catalog.table(context.region, context.account_id, _TABLE)
    (index,) = indexes_of(table)
    partition = index_partition(index.prefix, ())
    for first in range(0, len(stored), _BATCH):
        puts = [
            Put(
                Key(Space.INDEX, table.id, partition, number.to_bytes(8, "big")),
                stored[number].tobytes() + item_to_bytes({"pk": {"S": str(number)}}, 8),
            )
            for number in range(first, min(first + _BATCH, len(stored)))
        ]
        count = Add(index.counter_key, (len(puts), stored[0].nbytes * len(puts), len(puts)))
        await context.node.storage.transact([], _batch_of([*puts, count]))


def _batch_of(mutations: list[Put | Add]) -> Decide[None, Never]:
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


def _all_ms(search: Callable[[Matrix], object], queries: Matrix) -> Iterator[float]:
    for query in queries:
        started = time.perf_counter()
        search(query)
        yield (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
