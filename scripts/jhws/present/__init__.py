"""Show results: figures, tables and sentences, each with its source and its own data."""

from jhws.present import figures, sentences, tables

__all__ = ["figures", "sentences", "tables"]
