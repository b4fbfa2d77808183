"""Coding many reports."""
