"""Tables to show, each with its caption, source and data."""

from jhws.present.tables.access import (
    access_by_fifth,
    access_figures,
    core20plus,
    equality_impact,
    inequities,
    not_recorded,
    representation,
    users_alone,
)
from jhws.present.tables.care_services import (
    against_median,
    bed_model,
    before_and_now,
    in_the_papers_words,
    plan_metrics,
    ratings,
    stated_figures,
)
from jhws.present.tables.changes import (
    changed_methods,
    changes_by_table,
    dropped_series,
    new_in_papers,
    revised_values,
)
from jhws.present.tables.delivered import activities, aims, measures, services, targets
from jhws.present.tables.glance import at_a_glance, measures_at_a_glance, since_edition_before
from jhws.present.tables.glossary import glossary
from jhws.present.tables.hindsight import forecast_record
from jhws.present.tables.inequality import other_measures, slope_indices
from jhws.present.tables.made import software, tables_used
from jhws.present.tables.money import (
    bought,
    by_commitment,
    direction_lost,
    fund_shares,
    planned_schemes,
    schemes,
    single_figures,
)
from jhws.present.tables.population import of_other_areas, population_outlook, women_and_men
from jhws.present.tables.programmes import applications, cohort, programme, programmes, service_model
from jhws.present.tables.promises import (
    actions,
    actions_by,
    findings,
    interventions,
    matrix,
    milestones,
    priorities,
    risks,
    statements,
    workstreams,
)
from jhws.present.tables.reconcile import claims
from jhws.present.tables.signals import signals
from jhws.present.tables.sources import indicators, sources
from jhws.present.tables.status import data_freshness, rap_levels
from jhws.present.tables.trends import outlook

__all__ = [
    "access_by_fifth",
    "access_figures",
    "actions",
    "actions_by",
    "activities",
    "against_median",
    "aims",
    "applications",
    "at_a_glance",
    "bed_model",
    "before_and_now",
    "bought",
    "by_commitment",
    "changed_methods",
    "changes_by_table",
    "claims",
    "cohort",
    "core20plus",
    "data_freshness",
    "direction_lost",
    "dropped_series",
    "equality_impact",
    "findings",
    "forecast_record",
    "fund_shares",
    "glossary",
    "in_the_papers_words",
    "indicators",
    "inequities",
    "interventions",
    "matrix",
    "measures",
    "measures_at_a_glance",
    "milestones",
    "new_in_papers",
    "not_recorded",
    "of_other_areas",
    "other_measures",
    "outlook",
    "plan_metrics",
    "planned_schemes",
    "population_outlook",
    "priorities",
    "programme",
    "programmes",
    "rap_levels",
    "ratings",
    "representation",
    "revised_values",
    "risks",
    "schemes",
    "service_model",
    "services",
    "signals",
    "since_edition_before",
    "single_figures",
    "slope_indices",
    "software",
    "sources",
    "stated_figures",
    "statements",
    "tables_used",
    "targets",
    "users_alone",
    "women_and_men",
    "workstreams",
]
