"""How well do care services perform? Against the median, against plans, as inspectors rate them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.patches import Rectangle

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import RIM, labelled_rows
from jhws.present.numbers import counted, listed, number, sentence, with_unit
from jhws.present.stated import share_stated

_KEYS = ["indicator_id", "indicator", "period", "area_code", "area_name", "value", "unit", "polarity"]
_KEYS += ["source_id", "locator"]
_PANEL = 0.86  # inches: a measure with its heading and two lines of labels

# A rating's letter, colour and the colour of words on it; letters stand in the bars, so that colour is not alone.
_RATINGS = {
    "Outstanding": ("O", style.DARK_BLUE, "white"),
    "Good": ("G", "#8FB4CF", style.DARK_GREY),
    "Requires Improvement": ("R", "#F3C7A5", style.DARK_GREY),
    "Inadequate": ("I", style.DARK_PINK, "white"),
    "Unrated": ("U", "#E3E3E3", style.DARK_GREY),
}
_NARROW = 8.5  # per cent: a narrower piece of a bar is labelled above it
_LETTERS_WIDE = 10.5  # per cent of a bar that such a label takes
_WHOLE = "regulated adult social care services"


def against_median(summary: pd.DataFrame, others: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw the latest value of each measure beside the English median, a row a measure, each on its own scale.

    Parameters
    ----------
    summary
        Rows of `statistics.summarise_series`; those held against a median are drawn.
    others
        Observations of other areas; those of the same measures and periods are drawn as small dots.
    area
        The area's name.
    """
    title = f"{area} beside the English median of social care measures"
    rows = summary[(summary["reference_kind"] == "median") & summary["reference"].notna()].reset_index(drop=True)
    if rows.empty:
        return nothing_to_show("against-median", title)
    beside = others[others["value"].notna()].merge(rows[["indicator_id", "period"]], on=["indicator_id", "period"])
    with style.book_style():
        picture, grid = plt.subplots(len(rows), figsize=(style.WIDTH, _PANEL * len(rows)), squeeze=False)
        picture.subplots_adjust(left=0.02, right=0.98, top=0.985, bottom=0.01, hspace=0.1)
        for axes, (_, row) in zip(grid[:, 0], rows.iterrows(), strict=True):
            _draw_measure(axes, row, beside.loc[beside["indicator_id"] == row["indicator_id"], "value"], area)
    names = list(dict.fromkeys(beside["area_name"]))
    grey = f" Small grey dots are {listed(names)} in the same period." if names else ""
    drawn = pd.concat([rows[_KEYS], beside[_KEYS]], ignore_index=True)
    told = " ".join(_told(row) for _, row in rows.iterrows())
    return Figure(
        id="against-median",
        title=title,
        caption=(
            f"Each measure has a scale of its own. The large dot is {area}, the line across is the median of English "
            f"authorities, which is published without limits.{grey}"
        ),
        alt=f"{sentence(counted(len(rows), 'row', 'rows'))} of dots. {told}",
        source=describe_sources(rows),
        data=drawn.merge(rows[["indicator_id", "reference"]], on="indicator_id").rename(
            columns={"reference": "english_median"}
        ),
        picture=picture,
    )


def _draw_measure(axes: Axes, row: pd.Series, others: pd.Series, area: str) -> None:
    value, median = row["value"], row["reference"]
    everything = [value, median, *others]
    low, high = min(everything), max(everything)
    room = (high - low or abs(high) or 1) * 0.06
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(-1, 1.75)
    axes.set_axis_off()
    axes.hlines(0, low - room, high + room, color=style.LIGHT_GREY, linewidth=2.5, zorder=1)
    axes.scatter(others, [0] * len(others), s=18, color=style.MID_GREY, zorder=2)
    axes.vlines(median, -0.3, 0.3, color=style.DARK_BLUE, linewidth=2.6, zorder=3)
    axes.scatter(value, 0, s=70, color=style.DARK_PINK, zorder=4, edgecolor="white", linewidth=0.8)
    at_the_edge = axes.get_yaxis_transform()
    axes.text(0, 1.7, row["indicator"], transform=at_the_edge, fontsize=9.5, fontweight="bold", va="top")
    good = "" if row["polarity"] == "no judgement" else f", {row['polarity']}"
    told = with_unit(value, row["unit"], int(row["decimals"]))
    _beside_mark(axes, f"{area} {told} ({row['period']}{good})", value, 0.38, "bottom", style.DARK_PINK)
    told = number(median, int(row["decimals"])) + ("%" if row["unit"] == "%" else "")
    _beside_mark(axes, f"English median {told}", median, -0.38, "top", style.DARK_BLUE)


def _beside_mark(axes: Axes, text: str, x: float, y: float, vertical: str, colour: str) -> None:
    """Write words above or below a mark, drawn in from the edge that they would cross."""
    low, high = axes.get_xlim()
    place = (x - low) / (high - low)
    axes.text(x, y, text, ha=_towards_middle(place), va=vertical, fontsize=8.8, color=colour, path_effects=RIM)


def _towards_middle(place: float) -> str:
    return "left" if place < 0.36 else "right" if place > 0.64 else "center"


def _told(row: pd.Series) -> str:
    told = with_unit(row["value"], row["unit"], int(row["decimals"]))
    return (
        f"{row['indicator']}, {row['period']}: {told}, {row['against_reference']} of "
        f"{number(row['reference'], int(row['decimals']))}."
    )


def reported_shares(shares: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw the shares of people that papers report, highest first, with another area's share where one is given.

    Parameters
    ----------
    shares
        Rows of `statistics.reported_shares`.
    area
        The area's name.
    """
    title = f"Shares that the papers of {area} report"
    if shares.empty:
        return nothing_to_show("reported-shares", title)
    rows = shares.reset_index(drop=True)
    labels = [_with_period(name, period) for name, period in zip(rows["name"], rows["period"], strict=True)]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.hlines(rows.index, 0, rows["value"], color=style.LIGHT_GREY, linewidth=3, zorder=1)
        axes.scatter(rows["value"], rows.index, color=style.DARK_BLUE, s=60, zorder=3)
        for row, found in rows.iterrows():
            _right_of(axes, share_stated(found), found["value"], int(str(row)))
        for row, (_, found) in enumerate(rows.iterrows()):
            if pd.isna(found["reference"]):
                continue
            axes.vlines(found["reference"], row - 0.2, row + 0.2, color=style.DARK_PINK, linewidth=2.6, zorder=3)
            share = number(found["reference"], _decimals(found["reference"]))
            axes.annotate(
                f"line: {found['reference_area']} {share}%",
                (max(found["value"], found["reference"]), row),
                xytext=(46, 0),
                textcoords="offset points",
                va="center",
                color=style.DARK_PINK,
                fontsize=9.5,
            )
        axes.set_xlim(0, 116)
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel("per cent")
    told = [
        f"{label} {share_stated(row)}{_beside_area(row['reference'], row['reference_area'])}"
        for label, (_, row) in zip(labels, rows.iterrows(), strict=True)
    ]
    return Figure(
        id="reported-shares",
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'share', 'shares'))}, as the papers state them, without the numbers of "
            "people behind them: no limits can be given."
        ),
        alt=f"Dots on a scale from 0 to 100%. {'; '.join(told)}.",
        source=describe_sources(rows),
        data=rows,
        picture=picture,
    )


def _with_period(name: str, period: str | float) -> str:
    return sentence(f"{name} ({period})" if isinstance(period, str) else name)


def _beside_area(reference: float, area: str | float) -> str:
    return "" if pd.isna(reference) else f" ({area} {number(reference, _decimals(reference))}%)"


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def _right_of(axes: Axes, text: str, x: float, row: int) -> None:
    axes.annotate(text, (x, row), xytext=(8, 0), textcoords="offset points", va="center", fontsize=9.5)


def against_plan(rows: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw what came as a percentage of what was planned, a row a metric.

    Parameters
    ----------
    rows
        Rows of `statistics.plan_against_actual`.
    area
        The area's name.
    """
    title = f"What {area} planned, and what came"
    rows = rows[rows["percent_of_plan"].notna()].reset_index(drop=True)
    if rows.empty:
        return nothing_to_show("against-plan", title)
    labels = [f"{sentence(row['metric'])}, {row['period']}{_good(row['polarity'])}" for _, row in rows.iterrows()]
    with style.book_style():
        picture, axes = labelled_rows(labels, extra_height=0.75)
        axes.hlines(rows.index, 100, rows["percent_of_plan"], color=style.LIGHT_GREY, linewidth=5, zorder=1)
        axes.vlines(100, rows.index - 0.12, len(rows) - 0.5, color=style.DARK_BLUE, linewidth=1.2)
        axes.scatter([100] * len(rows), rows.index, facecolor="white", edgecolor=style.DARK_BLUE, s=60, zorder=3)
        axes.scatter(rows["percent_of_plan"], rows.index, color=style.DARK_BLUE, s=60, zorder=3)
        for row, found in rows.iterrows():
            more = found["actual"] >= found["plan"]
            for value, word, right in ((found["plan"], "plan", not more), (found["actual"], "actual", more)):
                axes.annotate(
                    f"{number(value)} {word}",
                    (100 * value / found["plan"], row),
                    xytext=(9 if right else -9, 0),
                    textcoords="offset points",
                    ha="left" if right else "right",
                    va="center",
                    fontsize=9.5,
                )
        least, most = min(100, rows["percent_of_plan"].min()), max(100, rows["percent_of_plan"].max())
        room = max(most - least, 10) * 0.55
        axes.set_xlim(least - room, most + room)
        axes.set_xlabel("per cent of the plan")
    told = [
        f"{label}: {with_unit(row['actual'], row['unit'])} against a plan of {number(row['plan'])}, "
        f"{number(row['percent_of_plan'])}% of it"
        for label, (_, row) in zip(labels, rows.iterrows(), strict=True)
    ]
    missed = int((rows["status"] == "missed").sum())
    return Figure(
        id="against-plan",
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'metric has', 'metrics have'))} both a plan and an actual figure; "
            f"{counted(missed, 'plan was', 'plans were')} missed."
        ),
        alt=f"Plan and actual. {'; '.join(told)}.",
        source=describe_sources(rows),
        data=rows,
        picture=picture,
    )


def _good(polarity: str) -> str:
    return "" if polarity == "no judgement" else f" ({polarity})"


def outcomes_of_discharge(figures: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw where people went after a stay, as shares of all, largest first.

    Parameters
    ----------
    figures
        Stated figures; those in per cent with the breakdown 'outcome of discharge' are drawn.
    area
        The area's name.
    """
    rows = figures[(figures["breakdown"] == "outcome of discharge") & figures["value"].notna()]
    rows = rows.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
    if rows.empty:
        return nothing_to_show("outcomes-of-discharge", "Where people went after their stay")
    about = rows.iloc[0]
    title = f"Where people on {about['subject']} in {area} went afterwards"
    with style.book_style():
        picture, axes = labelled_rows(rows["category"].tolist())
        axes.barh(rows.index, rows["value"], height=0.36, color=style.DARK_BLUE)
        for row, value in rows["value"].items():
            _right_of(axes, f"{number(value)}%", value, int(str(row)))
        axes.set_xlim(0, rows["value"].max() * 1.2)
        axes.set_xlabel(f"per cent of discharges, {about['period']}")
    told = [f"{name} {number(value)}%" for name, value in zip(rows["category"], rows["value"], strict=True)]
    return Figure(
        id="outcomes-of-discharge",
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'outcome', 'outcomes'))}; their shares add up to "
            f"{number(rows['value'].sum())}%. How many people they are of is not stated."
        ),
        alt=f"Bar chart, largest first: {listed(told)}.",
        source=describe_sources(rows),
        data=rows[["subject", "category", "value", "unit", "period", "stated", "source_id", "locator"]],
        picture=picture,
    )


def beds_needed(rows: pd.DataFrame, places: pd.Series) -> Figure | Sentences:
    """Draw the beds that a model needs by part, with what is added for flow.

    Parameters
    ----------
    rows
        Rows of `statistics.beds_needed`; its parts are drawn, its totals told.
    places
        Where the beds of each part are, by part.
    """
    title = "Beds that the model needs, by part of the pathway"
    parts = rows[~rows["is_total"].astype(bool)].reset_index(drop=True)
    if parts.empty:
        return nothing_to_show("beds-needed", title)
    extra = parts["extra"].iloc[0]
    labels = [f"{part}: {places[part]}" if part in places else part for part in parts["part"]]
    colours = [style.DARK_BLUE if inside else style.MID_GREY for inside in parts["in_total"]]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.barh(parts.index, parts["beds"], height=0.36, color=colours)
        added = parts["beds_with_extra"] - parts["beds"]
        axes.barh(parts.index, added, left=parts["beds"], height=0.36, color="white", edgecolor=colours, hatch="////")
        for row, (beds, more) in parts[["beds", "beds_with_extra"]].iterrows():
            _right_of(axes, _with_more(beds, more, extra), beds if pd.isna(more) else more, int(str(row)))
        axes.set_xlim(0, parts[["beds", "beds_with_extra"]].max().max() * 1.75)
        axes.set_xlabel("beds")
    told = [
        f"{label} {_with_more(beds, more, extra)}"
        for label, beds, more in zip(labels, parts["beds"], parts["beds_with_extra"], strict=True)
    ]
    totals = [
        f" The blue bars, {row['part']}, make up the hub: {_with_more(row['beds'], row['beds_with_extra'], extra)}."
        for _, row in rows[rows["is_total"].astype(bool)].iterrows()
    ]
    return Figure(
        id="beds-needed",
        title=title,
        caption=f"Full bars are beds required; the hatched ends are added so that people can move on.{''.join(totals)}",
        alt=f"Bar chart of {counted(len(parts), 'part', 'parts')}. {'; '.join(told)}.{''.join(totals)}",
        source=describe_sources(parts),
        data=rows,
        picture=picture,
    )


def _with_more(beds: float, more: float, extra: float) -> str:
    return f"{number(beds)}, or {number(more)} with {number(extra)}% more" if pd.notna(more) else number(beds)


def ratings_by_area(shares: pd.DataFrame, *, area_code: str) -> Figure | Sentences:
    """Draw how services of an area and of others are rated, a bar an area, a panel a kind of service.

    Parameters
    ----------
    shares
        Rows of `statistics.rating_shares`; kinds of service for which only one area is known are left out.
    area_code
        The edition's own area, drawn first.
    """
    title = "How inspectors rate services, beside other areas"
    areas = shares.groupby(["subject", "period", "of"])["area"].transform("nunique")
    rows = shares[areas > 1]
    if rows.empty:
        return nothing_to_show("ratings-by-area", title)
    own = rows["area_code"] == area_code
    rows = pd.concat([rows[own], rows[~own]])
    of_area = [f"{area}{_out_of(count)}" for area, count in zip(rows["area"], rows["denominator"], strict=True)]
    rows = rows.assign(bar=of_area)
    period = listed(list(rows["period"].unique()))
    without = rows.loc[rows["basis"] == "no counts", "area"].unique().tolist()
    told = f" {sentence(listed(without))}: shares as printed, the numbers are not stated." if without else ""
    return _stacked(
        rows,
        id="ratings-by-area",
        title=f"{title}, {period}",
        caption=f"Shares of services by rating of the Care Quality Commission, best first.{told}",
    )


def ratings_inspected(shares: pd.DataFrame, *, area_code: str) -> Figure | Sentences:
    """Draw the ratings of all services beside those given in one year, for the edition's own area.

    Parameters
    ----------
    shares
        Rows of `statistics.rating_shares`; kinds of service known at one time only are left out.
    area_code
        The edition's own area.
    """
    title = "All ratings, and those that the latest inspections gave"
    own = shares[shares["area_code"] == area_code]
    rows = own[own.groupby("subject")["of"].transform("nunique") > 1]
    if rows.empty:
        return nothing_to_show("ratings-inspected", title)
    rows = rows.sort_values("of", kind="stable")
    bars = [_told_of(row) for _, row in rows.iterrows()]
    differ = (rows["basis"] == "counts differ").any()
    told = " Where counts and shares do not agree, the shares are drawn as printed." if differ else ""
    return _stacked(
        rows.assign(bar=bars),
        id="ratings-inspected",
        title=title,
        caption=f"Shares by rating, of all services and of those inspected in the year, best first.{told}",
    )


def _told_of(row: pd.Series) -> str:
    which = "inspected in" if "inspected" in row["of"] else "all,"
    number_told = ", shares as printed" if row["basis"] == "counts differ" else _out_of(row["denominator"])
    return f"{which} {row['period']}{number_told}"


def _out_of(count: float) -> str:
    return "" if pd.isna(count) else f" ({number(count)})"


def _stacked(rows: pd.DataFrame, *, id: str, title: str, caption: str) -> Figure:
    """Draw stacked shares, a panel a subject and a bar for each value of `bar`."""
    subjects = list(dict.fromkeys(rows["subject"]))
    # The whole comes after its parts.
    subjects.sort(key=lambda subject: subject == _WHOLE)
    panels = [rows[rows["subject"] == subject] for subject in subjects]
    heights = [0.3 + 0.72 * panel["bar"].nunique() for panel in panels]
    words = []
    with style.book_style():
        picture, grid = plt.subplots(
            len(panels), figsize=(style.WIDTH, sum(heights) + 0.5), squeeze=False, height_ratios=heights
        )
        picture.subplots_adjust(left=0.01, right=0.99, top=1 - 0.5 / (sum(heights) + 0.5), bottom=0.01, hspace=0.16)
        for axes, subject, panel in zip(grid[:, 0], subjects, panels, strict=True):
            name = "All regulated services" if subject == _WHOLE else sentence(subject)
            axes.set_title(name, fontsize=10, pad=2)
            axes.set_xlim(0, 100)
            axes.set_axis_off()
            bars = list(dict.fromkeys(panel["bar"]))
            axes.set_ylim(len(bars) - 0.72, -0.9)
            for place, bar in enumerate(bars):
                pieces = panel[panel["bar"] == bar]
                _draw_bar(axes, bar, place, pieces)
                words.append(f"{name}, {bar}: {_shares_told(pieces)}.")
        _key(picture, rows)
    return Figure(
        id=id,
        title=title,
        caption=caption,
        alt=f"Stacked bars. {' '.join(words)}",
        source=describe_sources(rows),
        data=rows.drop(columns="bar"),
        picture=picture,
    )


def _shares_told(pieces: pd.DataFrame) -> str:
    return ", ".join(f"{row['rating']} {_share(row['value'])}" for _, row in pieces.iterrows())


def _draw_bar(axes: Axes, name: str, place: int, pieces: pd.DataFrame) -> None:
    axes.text(0, place - 0.61, sentence(name), fontsize=9.2, va="center")
    # Printed shares may not add up to 100; the bar shows them as parts of their own sum.
    width = 100 * pieces["value"] / pieces["value"].sum()
    drawn = pieces.assign(width=width, start=width.cumsum() - width)[pieces["value"] > 0]
    free = 100.0
    # From the right: a label of a narrow piece gives way to the one that stands at the end.
    for _, row in drawn.iloc[::-1].iterrows():
        letter, colour, ink = _RATINGS[row["rating"]]
        axes.barh(place, row["width"], left=row["start"], height=0.42, color=colour, edgecolor="white", linewidth=1.2)
        middle, label = row["start"] + row["width"] / 2, f"{letter} {_share(row['value'])}"
        if row["width"] >= _NARROW:
            axes.text(middle, place, label, ha="center", va="center", fontsize=9, color=ink)
        elif row["start"] == 0:
            axes.text(0, place - 0.24, label, ha="left", va="bottom", fontsize=8.8)
        else:
            end = min(middle + _LETTERS_WIDE / 2, free)
            axes.text(end, place - 0.24, label, ha="right", va="bottom", fontsize=8.8)
            free = end - _LETTERS_WIDE


def _share(value: float) -> str:
    """Write a share in whole per cents, and one that would round to none with a decimal."""
    return f"{number(value, 1 if 0 < value < 0.5 else 0)}%"


def _key(picture: Picture, rows: pd.DataFrame) -> None:
    """Spell out the letters above the panels, in the order of the bars."""
    present = [name for name in _RATINGS if name in set(rows["rating"])]
    handles = [Rectangle((0, 0), 1, 1, color=_RATINGS[name][1]) for name in present]
    picture.legend(
        handles,
        [f"{_RATINGS[name][0]}  {name}" for name in present],
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=3,
        fontsize=9,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=1,
        handletextpad=0.4,
        columnspacing=1,
    )
