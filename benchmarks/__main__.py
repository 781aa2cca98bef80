"""Command line of the benchmarks: run, report, install the peers."""

import argparse
import ipaddress
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.http import report, result, wrk
from benchmarks.http.client import Endpoint
from benchmarks.http.fleet import say
from benchmarks.http.measure import measure
from benchmarks.http.music import BLOCK_ITEMS
from benchmarks.http.parameters import LOOPS, Parameters
from benchmarks.http.peers import DEFAULT_FOLDER, PEERS, install
from benchmarks.http.targets import TARGETS
from benchmarks.http.workload import OPERATIONS


def main() -> int:
    """Does what the options say. Returns 0 if every target was measured without a failure."""
    # exits through `finally`, which stops the servers
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _parser().parse_args()
    if options.install_peers:
        return _install(options.peers)
    if options.report:
        return _report(options.result)
    if not wrk.is_installed():
        say("wrk is missing: Python sends the closed loop and will be the limit itself")
    measured = measure(_parameters(options))
    path = result.write(measured)
    print(path)
    print(report.render(measured, path.name))
    failed = [facts for facts in measured.targets if facts.missing]
    for facts in failed:
        say(f"not measured: {facts.name}: {facts.missing}")
    return 1 if failed and not options.allow_missing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--report", action="store_true", help="write docs/benchmarks.md and stop")
    parser.add_argument("--result", type=Path, help="result file to report; the newest by default")
    parser.add_argument("--install-peers", action="store_true", help="install the peers and stop")
    parser.add_argument("--peers", type=Path, default=DEFAULT_FOLDER, help="folder of the peers")
    parser.add_argument("--allow-missing", action="store_true", help="succeed if peers are missing")
    parser.add_argument(
        "--targets", type=_Names(TARGETS), default=tuple(TARGETS), help="separated by commas"
    )
    parser.add_argument(
        "--url", type=_url, action="append", default=[], help="NAME=URL of a running server"
    )
    parser.add_argument("--operations", type=_Names(OPERATIONS), default=tuple(OPERATIONS))
    parser.add_argument("--loops", type=_Names(LOOPS), default=LOOPS[:-1], help=", ".join(LOOPS))
    parser.add_argument(
        "--scale", action="store_true", help="add GetItem of Jedlik with many items"
    )
    parser.add_argument("--scale-items", type=int, default=10_000_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of one measurement")
    parser.add_argument("--rate", type=float, help="of the open loop; default: half of the highest")
    parser.add_argument(
        "--items", type=_blocks, default=10_000, help=f"of each table, a multiple of {BLOCK_ITEMS}"
    )
    parser.add_argument(
        "--pool", type=int, default=10_000, help="number of signed requests to repeat"
    )
    parser.add_argument("--seed", type=int, default=20121018)
    parser.add_argument(
        "--data", type=Path, default=DEFAULT_FOLDER / "data", help="folder on the disk to measure"
    )
    return parser


def _parameters(options: argparse.Namespace) -> Parameters:
    loops = tuple(options.loops) + (("scale",) if options.scale else ())
    return Parameters(
        targets=tuple(options.targets),
        urls=dict(options.url),
        operations=tuple(options.operations),
        loops=loops,
        connections=options.connections,
        rounds=options.rounds,
        seconds=options.seconds,
        rate=options.rate,
        items=options.items,
        scale_items=options.scale_items,
        pool=options.pool,
        seed=options.seed,
        peers=options.peers,
        data=options.data,
    )


class _Names:
    """Type of an option that accepts known names, separated by commas, or `none`."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(known)

    def __call__(self, text: str) -> tuple[str, ...]:
        names = () if text == "none" else tuple(text.split(","))
        for name in names:
            if name not in self._known:
                raise argparse.ArgumentTypeError(f"{name} is not one of {', '.join(self._known)}")
        return names


def _blocks(text: str) -> int:
    items = int(text)
    if items < 1 or items % BLOCK_ITEMS:
        raise argparse.ArgumentTypeError(
            f"must be a multiple of {BLOCK_ITEMS}, so that albums are complete"
        )
    return items


def _url(text: str) -> tuple[str, Endpoint]:
    name, _, url = text.partition("=")
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname or not parts.port:
        raise argparse.ArgumentTypeError("expected NAME=http://ADDRESS:PORT")
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname
    if not ipaddress.ip_address(host).is_loopback:
        raise argparse.ArgumentTypeError("load is sent only to loopback addresses")
    return name, Endpoint(host, parts.port)


def _install(folder: Path) -> int:
    failures = {name: install(peer, folder) for name, peer in PEERS.items()}
    for name, failure in failures.items():
        print(f"{name}: {failure or PEERS[name].version(folder / name)}")
    return 1 if any(failures.values()) else 0


def _report(path: Path | None) -> int:
    path = path or result.newest()
    if path is None:
        say("there is no result file yet: run python -m benchmarks first")
        return 1
    report.DOCUMENT.write_text(report.render(result.read(path), path.name))
    print(report.DOCUMENT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
