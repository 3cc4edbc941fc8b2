"""Pictures, each with its caption, alt text, source and data."""

from jhws.present.figures.children import obesity_by_decile, obesity_gap
from jhws.present.figures.delivered import cost_for_each, investment, length_of_stay
from jhws.present.figures.hindsight import last_forecasts
from jhws.present.figures.inequality import gradient, slope_index
from jhws.present.figures.neighbours import neighbours
from jhws.present.figures.trends import trend_panels

__all__ = [
    "cost_for_each",
    "gradient",
    "investment",
    "last_forecasts",
    "length_of_stay",
    "neighbours",
    "obesity_by_decile",
    "obesity_gap",
    "slope_index",
    "trend_panels",
]
