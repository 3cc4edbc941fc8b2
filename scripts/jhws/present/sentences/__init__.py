"""Sentences whose every number is computed."""

from jhws.present.sentences import children, delivered, front, hindsight, inequality, reconcile, sources, trends

__all__ = ["children", "delivered", "front", "hindsight", "inequality", "reconcile", "sources", "trends"]
