"""The typed values of a record."""
