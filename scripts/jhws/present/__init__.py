"""Show results: figures, tables and sentences, each with its source and its own data."""
