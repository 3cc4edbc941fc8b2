"""Methods of public health statistics: a tidy frame in, a tidy frame out, method and confidence beside it.

No function of this package reads a file, draws a picture or makes a random draw.
"""

from jhws.statistics.benchmark import above_or_below, compare, quintile_comparison
from jhws.statistics.changes import changes_between
from jhws.statistics.cohort import cohort_forecast
from jhws.statistics.control_chart import control_chart
from jhws.statistics.disparity import inequality_measures
from jhws.statistics.forecast import chance_of_meeting, forecast, rolling_origin_errors
from jhws.statistics.freshness import data_freshness
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
from jhws.statistics.money import (
    bought_for,
    cost_by_year,
    fee_conditions,
    fund_spend,
    held_to_condition,
    investment_by,
    lower_and_upper,
    roll_up,
    shares_of_whole,
)
from jhws.statistics.outlook import older_share, population_outlook
from jhws.statistics.plans import beds_needed, plan_against_actual
from jhws.statistics.programmes import programme_results, programme_verdicts
from jhws.statistics.progress import (
    measure_progress,
    suppress_activity_figures,
    suppress_measures,
    target_status,
    unit_costs,
)
from jhws.statistics.promises import (
    aims_by_heading,
    by_layer,
    count_updates,
    due_after,
    followed_up,
    later_than,
    milestone_days,
    priorities_updated,
    strategy_layers,
)
from jhws.statistics.ratings import rating_shares, ratings_against
from jhws.statistics.ratio import year_before_ratio
from jhws.statistics.reconcile import reconcile
from jhws.statistics.reliability import limits_from_standard_error, mark_unstable
from jhws.statistics.reported import before_and_now, reported_shares, share_of_cases
from jhws.statistics.representation import (
    access_by_fifth,
    representation_range,
    representation_ratio,
    total_users,
    users_against_residents,
)
from jhws.statistics.rounding import agreed_range, implied_base, implied_total
from jhws.statistics.series import (
    changed_since,
    forecast_series,
    latest_values,
    summarise_series,
    target_chances,
    with_reference,
)
from jhws.statistics.stated import stated_changes, stated_levels
from jhws.statistics.suppression import suppress_small_numbers
from jhws.statistics.trend import recent_trend

__all__ = [
    "above_or_below",
    "access_by_fifth",
    "agreed_range",
    "aims_by_heading",
    "beds_needed",
    "before_and_now",
    "bought_for",
    "by_layer",
    "chance_of_meeting",
    "changed_since",
    "changes_between",
    "cohort_forecast",
    "compare",
    "compare_in_funnel",
    "control_chart",
    "cost_by_year",
    "count_updates",
    "data_freshness",
    "directly_standardised_rate",
    "due_after",
    "european_standard_population",
    "fee_conditions",
    "followed_up",
    "forecast",
    "forecast_record",
    "forecast_series",
    "fund_spend",
    "funnel_limits",
    "held_against",
    "held_to_condition",
    "implied_base",
    "implied_total",
    "inequality_gap",
    "inequality_measures",
    "investment_by",
    "last_forecasts",
    "later_than",
    "latest_values",
    "life_expectancy",
    "limits_from_standard_error",
    "lower_and_upper",
    "mark_unstable",
    "mean",
    "measure_progress",
    "milestone_days",
    "most_deprived_against_rest",
    "older_share",
    "past_forecasts",
    "plan_against_actual",
    "population_outlook",
    "priorities_updated",
    "programme_results",
    "programme_verdicts",
    "proportion",
    "quantiles",
    "quintile_comparison",
    "rate",
    "rating_shares",
    "ratings_against",
    "recent_trend",
    "reconcile",
    "reported_shares",
    "representation_range",
    "representation_ratio",
    "roll_up",
    "rolling_origin_errors",
    "share_of_cases",
    "shares_of_whole",
    "slope_index_of_inequality",
    "slope_line",
    "stated_changes",
    "stated_levels",
    "strategy_layers",
    "summarise_series",
    "suppress_activity_figures",
    "suppress_measures",
    "suppress_small_numbers",
    "target_chances",
    "target_status",
    "total_users",
    "unit_costs",
    "users_against_residents",
    "with_reference",
    "year_before_ratio",
]
