"""Methods of public health statistics: a tidy frame in, a tidy frame out, method and confidence beside it.

No function of this package reads a file, draws a picture or makes a random draw.
"""

from jhws.statistics.benchmark import above_or_below, compare, quintile_comparison
from jhws.statistics.control_chart import control_chart
from jhws.statistics.disparity import inequality_measures
from jhws.statistics.forecast import chance_of_meeting, forecast, rolling_origin_errors
from jhws.statistics.hindsight import forecast_record, held_against, last_forecasts, past_forecasts
from jhws.statistics.inequality import (
    inequality_gap,
    most_deprived_against_rest,
    slope_index_of_inequality,
    slope_line,
)
from jhws.statistics.intervals import (
    compare_in_funnel,
    directly_standardised_rate,
    european_standard_population,
    funnel_limits,
    mean,
    proportion,
    quantiles,
    rate,
)
from jhws.statistics.life_expectancy import life_expectancy
from jhws.statistics.progress import measure_progress, suppress_activity_figures, target_status, unit_costs
from jhws.statistics.reconcile import reconcile
from jhws.statistics.reliability import limits_from_standard_error, mark_unstable
from jhws.statistics.representation import representation_range, representation_ratio
from jhws.statistics.series import (
    forecast_series,
    latest_values,
    summarise_series,
    target_chances,
    with_reference,
)
from jhws.statistics.suppression import suppress_small_numbers
from jhws.statistics.trend import recent_trend

__all__ = [
    "above_or_below",
    "chance_of_meeting",
    "compare",
    "compare_in_funnel",
    "control_chart",
    "directly_standardised_rate",
    "european_standard_population",
    "forecast",
    "forecast_record",
    "forecast_series",
    "funnel_limits",
    "held_against",
    "inequality_gap",
    "inequality_measures",
    "last_forecasts",
    "latest_values",
    "life_expectancy",
    "limits_from_standard_error",
    "mark_unstable",
    "mean",
    "measure_progress",
    "most_deprived_against_rest",
    "past_forecasts",
    "proportion",
    "quantiles",
    "quintile_comparison",
    "rate",
    "recent_trend",
    "reconcile",
    "representation_range",
    "representation_ratio",
    "rolling_origin_errors",
    "slope_index_of_inequality",
    "slope_line",
    "summarise_series",
    "suppress_activity_figures",
    "suppress_small_numbers",
    "target_chances",
    "target_status",
    "unit_costs",
    "with_reference",
]
