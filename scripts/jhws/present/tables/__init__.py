"""Tables to show, each with its caption, source and data."""

from jhws.present.tables.delivered import activities, interventions, measures, statements, targets
from jhws.present.tables.inequality import slope_indices
from jhws.present.tables.sources import indicators, sources
from jhws.present.tables.trends import at_a_glance, outlook

__all__ = [
    "activities",
    "at_a_glance",
    "indicators",
    "interventions",
    "measures",
    "outlook",
    "slope_indices",
    "sources",
    "statements",
    "targets",
]
