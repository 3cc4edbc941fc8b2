"""Every figure of the book, read and traced to its source; `jhws.data.check` validates the tables."""

from jhws.data.known import observation_tables, official_values, read_known, record_path
from jhws.data.tables import (
    area_name,
    count_rows,
    describe_period,
    describe_sources,
    describe_tables,
    districts_of,
    in_printed_order,
    read_activities,
    read_claim_figures,
    read_deciles,
    read_interventions,
    read_observations,
    read_stated_figures,
    read_table,
    read_targets,
)

__all__ = [
    "area_name",
    "count_rows",
    "describe_period",
    "describe_sources",
    "describe_tables",
    "districts_of",
    "in_printed_order",
    "observation_tables",
    "official_values",
    "read_activities",
    "read_claim_figures",
    "read_deciles",
    "read_interventions",
    "read_known",
    "read_observations",
    "read_stated_figures",
    "read_table",
    "read_targets",
    "record_path",
]
