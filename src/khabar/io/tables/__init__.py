"""Records as tables, for Parquet."""
