"""Pictures, each with its caption, alt text, source and data."""

from jhws.present.figures.delivered import cost_for_each, investment, length_of_stay
from jhws.present.figures.inequality import gradient, slope_index
from jhws.present.figures.trends import trend_panels

__all__ = ["cost_for_each", "gradient", "investment", "length_of_stay", "slope_index", "trend_panels"]
