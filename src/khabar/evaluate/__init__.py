"""Measuring: records against references, name corpora and floors. It is handed the function that codes a report."""
