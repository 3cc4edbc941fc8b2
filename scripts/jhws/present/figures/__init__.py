"""Pictures, each with its caption, alt text, source and data."""

from jhws.present.figures.access import access_by_fifth, representation, total_users
from jhws.present.figures.children import obesity_by_decile, obesity_gap
from jhws.present.figures.delivered import changes, cost_for_each, days_before_and_after, due, investment
from jhws.present.figures.glance import status_board
from jhws.present.figures.hindsight import last_forecasts
from jhws.present.figures.inequality import gradient, slope_index
from jhws.present.figures.money import fee_condition, fund_spend, grants_by_year, lower_and_upper, sums_by, waterfall
from jhws.present.figures.neighbours import neighbours
from jhws.present.figures.population import additional_people, growth_by_age, residents_by
from jhws.present.figures.programmes import applications, cohort, promise_and_result, turnover
from jhws.present.figures.promises import aims, commitments, priorities, updates
from jhws.present.figures.services import (
    against_median,
    against_plan,
    beds_needed,
    outcomes_of_discharge,
    ratings_by_area,
    ratings_inspected,
    reported_shares,
)
from jhws.present.figures.tiles import district_tiles
from jhws.present.figures.timeline import timeline
from jhws.present.figures.trends import trend_panels

__all__ = [
    "access_by_fifth",
    "additional_people",
    "against_median",
    "against_plan",
    "aims",
    "applications",
    "beds_needed",
    "changes",
    "cohort",
    "commitments",
    "cost_for_each",
    "days_before_and_after",
    "district_tiles",
    "due",
    "fee_condition",
    "fund_spend",
    "gradient",
    "grants_by_year",
    "growth_by_age",
    "investment",
    "last_forecasts",
    "lower_and_upper",
    "neighbours",
    "obesity_by_decile",
    "obesity_gap",
    "outcomes_of_discharge",
    "priorities",
    "promise_and_result",
    "ratings_by_area",
    "ratings_inspected",
    "reported_shares",
    "representation",
    "residents_by",
    "slope_index",
    "status_board",
    "sums_by",
    "timeline",
    "total_users",
    "trend_panels",
    "turnover",
    "updates",
    "waterfall",
]
