"""Dated plans on a line of time."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, DateLocator, MonthLocator, YearLocator, date2num, num2date

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Nothing, nothing_to_show
from jhws.present.figures._draw import labelled_rows
from jhws.present.numbers import counted, in_words, listed, on_day, sentence
from jhws.statistics import milestone_days

_BAR = 0.2  # as high as a row is 1
_NAMED = 8  # milestones that a caption names; more are counted


def timeline(milestones: pd.DataFrame, *, id: str, title: str, as_of: str) -> Figure | Nothing:
    """Draw when each milestone begins, ends or is due, and which dates lie before the edition's day.

    A day is a dot; a month, a year or a time between two dates is a bar over the whole of it. A milestone without a
    date, or with words for one ('Spring 2020'), is not drawn: the caption tells of it, and
    `present.tables.milestones` lists it.

    Parameters
    ----------
    milestones
        Rows of the table of milestones that belong together: `programme`, `milestone`, `start`, `end` (each '2019',
        '2019-11' or '2019-11-11', or missing), `date_stated`, `status`, source and locator. Where they belong to
        more than one programme, each is named with its own.
    id, title
        Of the exhibit.
    as_of
        The edition's day, as '2019-11-11'; a line is drawn there.

    Returns
    -------
    Figure or Nothing
        Nothing where no milestone has a date that can be drawn.
    """
    today = pd.Timestamp(as_of)
    rows = milestone_days(milestones)
    if rows.empty:
        return nothing_to_show(id, title)
    several = milestones["programme"].nunique() > 1
    rows = rows.assign(
        name=rows["programme"] + ": " + rows["milestone"] if several else rows["milestone"],
        told=[_told(row) for _, row in rows.iterrows()],
    )
    with style.book_style():
        picture, axes = labelled_rows([f"{told}: {name}" for name, told in rows[["name", "told"]].to_numpy()])
        for place, (first, last) in enumerate(rows[["first", "last"]].itertuples(index=False)):
            _mark(axes, place, first, last, today)
        _line_at(axes, today)
        # The day of the edition is in the picture even where every milestone lies on one side of it.
        ends = [date2num(day) for day in (min(rows["first"].min(), today), max(rows["last"].max(), today))]
        margin = max(0.04 * (ends[1] - ends[0]), 5)
        axes.set_xlim(ends[0] - margin, ends[1] + margin)
        ticks = _ticks(ends[1] - ends[0])
        axes.xaxis.set_major_locator(ticks)
        axes.xaxis.set_major_formatter(DateFormatter("%Y") if isinstance(ticks, YearLocator) else _tick)
    undrawn = milestones[~milestones.index.isin(rows.index)]
    return Figure(
        id=id,
        title=title,
        caption=_caption(rows, undrawn, today),
        alt=_alt(rows, undrawn, today),
        source=describe_sources(milestones),
        data=milestones[
            ["programme", "milestone", "start", "end", "date_stated", "status", "note", "source_id", "locator"]
        ],
        picture=picture,
    )


def _in_words(start: str | float, end: str | float) -> str:
    """Write a date or a time between two dates: '10 October 2017', 'from October 2022', 'May to June 2023'."""
    if not isinstance(end, str):
        return f"from {_date_words(str(start))}"
    if not isinstance(start, str) or start == end:
        return _date_words(end)
    opening = _date_words(start)
    # The year stands once where both dates lie in it.
    same_year = start[:4] == end[:4] and len(start) == len(end) > 4
    return f"{opening[: -len(' 2000')] if same_year else opening} to {_date_words(end)}"


def _date_words(date: str) -> str:
    parts = date.count("-")
    day = pd.Period(date).start_time
    return (str(day.year), f"{day:%B %Y}", on_day(day))[parts]


def _told(row: pd.Series) -> str:
    time = _in_words(row["start"], row["end"])
    status = row["status"]
    return time if pd.isna(status) or status == "not stated" else f"{time} ({status})"


def _mark(axes: Axes, place: int, first: pd.Timestamp, last: pd.Timestamp, today: pd.Timestamp) -> None:
    """Draw a day as a dot and more as a bar; what lies before the edition's day is filled."""
    if first == last:
        face = style.DARK_BLUE if first <= today else "white"
        axes.scatter(date2num(first), place, s=52, facecolor=face, edgecolor=style.DARK_BLUE, linewidth=1.4, zorder=3)
        return
    start, end = date2num(first), date2num(last) + 1
    past = min(max(date2num(today), start), end)
    for left, right, face in ((start, past, style.DARK_BLUE), (past, end, "white")):
        if right > left:
            axes.barh(
                place,
                right - left,
                left=left,
                height=_BAR,
                facecolor=face,
                edgecolor=style.DARK_BLUE,
                linewidth=1.4,
                zorder=3,
            )


def _ticks(days: float) -> DateLocator:
    """Choose ticks that a phone has room for: years, or some months of each."""
    years = days / 365
    if years > 4:
        return YearLocator(math.ceil(years / 6))
    return MonthLocator(bymonth=range(1, 13, next(step for most, step in _MONTHS.items() if years <= most)))


# Up to so many years, each so-manieth month has a tick.
_MONTHS = {0.4: 1, 0.8: 2, 1.6: 3, 4: 6}


def _tick(number: float, place: float) -> str:
    """Name a month on the axis, with the year at the first one and at each January."""
    day = num2date(number)
    return f"{day:%b}\n{day.year}" if day.month == 1 or place == 0 else f"{day:%b}"


def _line_at(axes: Axes, today: pd.Timestamp) -> None:
    for label in axes.texts:
        # A ground, not a rim: a rim is drawn letter by letter, and so much text would weigh a megabyte.
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
    axes.axvline(date2num(today), color=style.MID_GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    axes.annotate(
        f"as of {on_day(today)}",
        (date2num(today), 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=9,
        annotation_clip=False,
    )


def _caption(rows: pd.DataFrame, undrawn: pd.DataFrame, today: pd.Timestamp) -> str:
    passed = int((rows["last"] <= today).sum())
    dates = counted(len(rows), "date", "dates")
    if not passed:
        opening = f"{sentence(dates)} that {'ends' if len(rows) == 1 else 'end'} after {on_day(today)}."
    else:
        opening = (
            f"Of {dates}, {counted(passed, 'lies', 'lie')} before {on_day(today)}; "
            f"{'its mark is' if passed == 1 else 'their marks are'} filled. "
            "Whether a date was kept, only its status says."
        )
    return " ".join(part for part in (opening, _still_planned(rows, today), _not_drawn(undrawn)) if part)


def _still_planned(rows: pd.DataFrame, today: pd.Timestamp) -> str:
    late = rows[(rows["last"] < today) & (rows["status"] == "planned")]
    if late.empty:
        return ""
    named = [
        f"{name}, {_in_words(start, end)}{_noted(note)}"
        for name, start, end, note in late[["name", "start", "end", "note"]].to_numpy()
    ]
    return f"Past, but still given as planned: {'; '.join(named)}."


def _noted(note: str | float) -> str:
    return f" (this book notes: {note.rstrip('.')})" if isinstance(note, str) else ""


def _not_drawn(undrawn: pd.DataFrame) -> str:
    if undrawn.empty:
        return ""
    if len(undrawn) > _NAMED:
        return f"Another {in_words(len(undrawn))} have no day or month and are in the table only."
    named = [
        f"{name} ({when if isinstance(when, str) else 'no date stated'})"
        for name, when in undrawn[["milestone", "date_stated"]].itertuples(index=False)
    ]
    return f"Not drawn, as no day or month is stated: {'; '.join(named)}."


def _alt(rows: pd.DataFrame, undrawn: pd.DataFrame, today: pd.Timestamp) -> str:
    events = [f"{name}, {told}" for name, told in rows[["name", "told"]].itertuples(index=False)]
    before, after = events[: int((rows["first"] <= today).sum())], events[int((rows["first"] <= today).sum()) :]
    told = [f"Timeline of {counted(len(rows), 'milestone', 'milestones')}"]
    if before:
        told.append(f"up to {on_day(today)}: {'; '.join(before)}")
    if after:
        told.append(f"after it: {'; '.join(after)}")
    if not undrawn.empty:
        told.append(f"not drawn: {listed(undrawn['milestone'].tolist())}")
    return f"{'. '.join(sentence(part) for part in told)}."
