"""Tables to show, each with its caption, source and data."""

from jhws.present.tables.delivered import activities, interventions, measures, statements, targets
from jhws.present.tables.hindsight import forecast_record
from jhws.present.tables.inequality import other_measures, slope_indices
from jhws.present.tables.reconcile import claims
from jhws.present.tables.signals import signals
from jhws.present.tables.sources import indicators, sources
from jhws.present.tables.trends import at_a_glance, outlook

__all__ = [
    "activities",
    "at_a_glance",
    "claims",
    "forecast_record",
    "indicators",
    "interventions",
    "measures",
    "other_measures",
    "outlook",
    "signals",
    "slope_indices",
    "sources",
    "statements",
    "targets",
]
