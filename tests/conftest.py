"""Let every test, and every process it starts, find the package in src without installing it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ["PYTHONPATH"] = str(ROOT / "src")
for name in [n for n in os.environ if n.startswith("KHABAR_") or n == "NO_COLOR"]:
    del os.environ[name]
