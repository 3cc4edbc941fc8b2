"""Newer official figures for the book: fetched, checked, shown as a difference, and written only when told.

``series`` says what to ask, ``transport`` asks, ``services`` reads the answers, ``difference`` holds them against
the tables, ``write`` checks and writes, ``fetch`` puts these together for the command.
"""

from jhws.refresh.difference import Difference, summary
from jhws.refresh.fetch import areas_of, fetch_differences, try_services
from jhws.refresh.series import plan_refresh
from jhws.refresh.transport import Transport
from jhws.refresh.write import check_refreshed, write_refreshed

__all__ = [
    "Difference",
    "Transport",
    "areas_of",
    "check_refreshed",
    "fetch_differences",
    "plan_refresh",
    "summary",
    "try_services",
    "write_refreshed",
]
