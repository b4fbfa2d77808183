"""Khabar: Arabic news as a record that can be checked."""

from __future__ import annotations

__version__ = "0.1.0"
