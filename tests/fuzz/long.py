"""The long form of tests/io/test_hostile.py, to be run by hand:

    PYTHONPATH=src python tests/fuzz/long.py 10000            # seeds 0 to 9999, then the large inputs
    PYTHONPATH=src python tests/fuzz/long.py 500 --from 20000

It says what went wrong for which seed, the slowest inputs, and how many reports and failures there were. A hang ends it
with a traceback after two minutes.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "io"))

from hostile import LARGE, made, wrong

PATIENCE = 120


def main() -> int:
    """Read all inputs; the exit status is 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description="read many hostile inputs")
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    options = parser.parse_args()
    faults: list[str] = []
    slow: list[tuple[float, str]] = []
    kinds: Counter[str] = Counter()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        seeds = range(options.first, options.first + options.count)
        cases = [*((f"seed {seed}", seed) for seed in seeds), *((name, name) for name in LARGE)]
        for number, (label, key) in enumerate(cases, 1):
            faulthandler.dump_traceback_later(PATIENCE, exit=True)
            case = made(key) if isinstance(key, int) else LARGE[key]()
            started = time.monotonic()
            found = _read(case, Path(folder) / case.name)
            slow = sorted([*slow, (time.monotonic() - started, f"{label}: {case.kind}, {', '.join(case.done)}")])[-5:]
            kinds[case.kind] += 1
            faults += [f"{label} ({case.kind}: {', '.join(case.done)}): {what}" for what in found]
            for what in found:
                print(f"{label} ({case.kind}: {', '.join(case.done)}): {what}", flush=True)
            if number % 500 == 0:
                print(f"{number} read, {len(faults)} wrong, {time.monotonic() - begun:.0f} s", flush=True)
    faulthandler.cancel_dump_traceback_later()
    print("slowest: " + "; ".join(f"{seconds:.1f} s {label}" for seconds, label in reversed(slow)))
    print(f"{sum(kinds.values())} inputs ({', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}), {len(faults)} wrong")
    return 1 if faults else 0


def _read(case: object, path: Path) -> list[str]:
    try:
        return list(wrong(case, path))  # type: ignore[arg-type]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
    finally:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
