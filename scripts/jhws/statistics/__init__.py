"""Methods of public health statistics: a tidy frame in, a tidy frame out, method and confidence beside it.

No function of this package reads a file, draws a picture or makes a random draw.
"""

from jhws.statistics.benchmark import above_or_below, compare, quintile_comparison
from jhws.statistics.forecast import chance_of_meeting, forecast, rolling_origin_errors
from jhws.statistics.inequality import inequality_gap, slope_index_of_inequality
from jhws.statistics.intervals import proportion, rate
from jhws.statistics.progress import measure_progress, suppress_activity_figures, target_status, unit_costs
from jhws.statistics.reliability import limits_from_standard_error, mark_unstable
from jhws.statistics.series import forecast_series, latest_values, summarise_series, with_reference
from jhws.statistics.suppression import suppress_small_numbers
from jhws.statistics.trend import recent_trend

__all__ = [
    "above_or_below",
    "chance_of_meeting",
    "compare",
    "forecast",
    "forecast_series",
    "inequality_gap",
    "latest_values",
    "limits_from_standard_error",
    "mark_unstable",
    "measure_progress",
    "proportion",
    "quintile_comparison",
    "rate",
    "recent_trend",
    "rolling_origin_errors",
    "slope_index_of_inequality",
    "summarise_series",
    "suppress_activity_figures",
    "suppress_small_numbers",
    "target_status",
    "unit_costs",
    "with_reference",
]
