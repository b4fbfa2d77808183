"""Records in the formats of the field: one module a format, and `table.py`, which lists them."""
