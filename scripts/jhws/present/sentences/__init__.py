"""Sentences whose every number is computed."""

from jhws.present.sentences import delivered, front, inequality, sources, trends

__all__ = ["delivered", "front", "inequality", "sources", "trends"]
