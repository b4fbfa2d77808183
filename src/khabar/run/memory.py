"""How much memory a process has for itself."""

from __future__ import annotations

from pathlib import Path

LIMIT = (
    170 << 20
)  # bytes after which a worker makes room for a new one: what it has learned of words grows with the input


def own_memory(of: Path = Path("/proc/self/smaps_rollup")) -> int | None:
    """Bytes that no other process shares; None where the system does not tell (it is Linux that does)."""
    try:
        lines = of.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return None
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Private_") and "Hugetlb" not in line)
