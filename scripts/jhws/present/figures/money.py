"""Where does the money go, and what does it buy? Shares of a whole, ranges, how a total comes about, years."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import RIM, labelled_rows
from jhws.present.numbers import counted, in_words, listed, number, pounds, pounds_range, sentence, signed

_MILLION = 1e6
_THICK = 11  # points: the thickness of a bar


def sums_by(
    rows: pd.DataFrame, *, id: str, by: str, title: str, axis: str, source: str, most: int | None = None
) -> Figure | Sentences:
    """Draw the sum and the share of each group, the largest first.

    Parameters
    ----------
    rows
        Rows of `statistics.investment_by`.
    id, title, axis, source
        Of the picture: its id, its title, what its axis counts, where its figures come from.
    by
        Column that names the groups.
    most
        Groups that have a bar of their own; the others share one. All unless told.
    """
    found = rows[rows["value"] > 0].reset_index(drop=True)
    if found.empty:
        return nothing_to_show(id, title)
    drawn = found.iloc[:most]
    labels, sums, shares = drawn[by].tolist(), drawn["value"].tolist(), drawn["share"].tolist()
    colours = [style.DARK_BLUE] * len(labels)
    if (others := len(found) - len(drawn)) > 0:
        labels.append(f"{sentence(in_words(others))} others together")
        sums.append(found["value"].iloc[most:].sum())
        shares.append(found["share"].iloc[most:].sum())
        colours.append(style.MID_GREY)
    told = [f"{pounds(value)}, {_percent(share)}" for value, share in zip(sums, shares, strict=True)]
    first = found.iloc[0]
    return Figure(
        id=id,
        title=title,
        caption=(
            f"The largest share is {number(first['share'])}%"
            f"{_moved(first['share_low'], first['share_high'])}. Each bar carries its share of all the money."
        ),
        alt=(
            f"Bar chart, largest first: "
            f"{'; '.join(f'{label} {words}' for label, words in zip(labels, told, strict=True))}."
        ),
        source=source,
        data=rows,
        picture=_bars(labels, sums, told, colours, axis=axis, room=1.55),
    )


def fund_spend(rows: pd.DataFrame) -> Figure | Sentences:
    """Draw what a fund was spent on, its largest part first, and last what of its budget the parts leave open.

    Parameters
    ----------
    rows
        Rows of `statistics.fund_spend`.
    """
    id, title = "fund-spend", "What the fund was spent on"
    if rows.empty:
        return nothing_to_show(id, title)
    subject = rows["subject"].iloc[0]
    rows = rows[rows["subject"] == subject]
    known = rows["category"].notna()
    labels = rows["category"].fillna("Of the budget, in no row of the table that is left in the text").tolist()
    told = [f"{pounds(value)}, {_percent(share)}" for value, share in rows[["value", "share"]].to_numpy()]
    colours = [style.DARK_BLUE if part else style.LIGHT_GREY for part in known]
    return Figure(
        id=id,
        title=f"What the {subject} of {rows['period'].iloc[0]} was spent on",
        caption=f"Shares are of the pooled budget of {pounds(rows['budget'].iloc[0])}.",
        alt=f"Bar chart: {'; '.join(f'{label} {words}' for label, words in zip(labels, told, strict=True))}.",
        source=describe_sources(rows[known]),
        data=rows,
        picture=_bars(labels, rows["value"].tolist(), told, colours, axis="spend, £ million", room=1.5),
    )


def lower_and_upper(rows: pd.DataFrame, *, kinds: pd.DataFrame) -> Figure | Sentences:
    """Draw what each workstream is expected to be worth, from its lower to its upper bound.

    Parameters
    ----------
    rows
        Rows of `statistics.lower_and_upper`, each with a `category`.
    kinds
        `row` (the same names) and `column`, the kind of benefit.
    """
    id, title = "benefit-by-workstream", "What each part of the change programme is expected to be worth in a year"
    if rows.empty:
        return nothing_to_show(id, title)
    rows = rows.assign(kind=rows["category"].map(kinds.set_index("row")["column"]))
    rows = rows.sort_values("upper", ascending=False, kind="stable").reset_index(drop=True)
    order = list(dict.fromkeys(rows["kind"].dropna()))
    colours = dict(zip(order, [style.DARK_BLUE, style.ORANGE, style.TURQUOISE], strict=False))
    labels = [
        f"{name} ({kind})" if isinstance(kind, str) else name
        for name, kind in rows[["category", "kind"]].itertuples(index=False)
    ]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        _spans(axes, rows, [colours.get(kind, style.MID_GREY) for kind in rows["kind"]])
        axes.set_xlim(0, rows["upper"].max() / _MILLION * 1.3)
        axes.set_xlabel("£ million a year, lower to upper bound")
    totals = [pounds_range(*rows.loc[rows["kind"] == kind, ["lower", "upper"]].sum()) for kind in order]
    by_kind = "; ".join(f"{kind}: {total}" for kind, total in zip(order, totals, strict=True))
    told = [f"{label} {pounds_range(low, high)}" for label, low, high in _named(labels, rows)]
    return Figure(
        id=id,
        title=title,
        caption=f"Added up by kind of benefit, a year: {by_kind}." if by_kind else "Bars run from bound to bound.",
        alt=f"Range plot, largest first: {'; '.join(told)}.",
        source=describe_sources(rows),
        data=rows[["subject", "category", "kind", "lower", "upper", "unit", "source_id", "locator"]],
        picture=picture,
    )


def waterfall(rows: pd.DataFrame) -> Figure | Sentences:
    """Draw how the first total becomes the last: what is taken off, what is added, for both bounds.

    Parameters
    ----------
    rows
        Rows of `statistics.roll_up`.
    """
    id, title = "benefit-roll-up", "From the savings expected to the gain beyond existing plans"
    if rows.empty:
        return nothing_to_show(id, title)
    labels = rows["category"].tolist()
    with style.book_style():
        picture, axes = labelled_rows(labels, marks=2)
        for bound, place, colour in (("lower", -0.17, style.DARK_BLUE), ("upper", 0.17, style.TURQUOISE)):
            _steps(axes, rows, bound, place, colour)
        axes.set_xlim(0, rows["upper_end"].max() / _MILLION * 1.3)
        axes.set_xlabel("£ million a year")
    told = [f"{label} {pounds_range(low, high)}" for label, low, high in _named(labels, rows)]
    first, last = (pounds_range(*rows.iloc[place][["lower", "upper"]]) for place in (0, -1))
    moves = [
        f"{pounds_range(row['lower'], row['upper'])} is {_MOVES[row['step']]}"
        for _, row in rows[rows["step"] != "total"].iterrows()
    ]
    return Figure(
        id=id,
        title=title,
        caption=f"{first} a year becomes {last}: {listed(moves)}. Pale bars are what moves the total.",
        alt=f"Waterfall with a bar for each bound: {'; '.join(told)}.",
        source=describe_sources(rows),
        data=rows[["subject", "category", "step", "lower", "upper", "unit", "source_id", "locator"]],
        picture=picture,
    )


def fee_condition(rows: pd.DataFrame) -> Figure | Sentences:
    """Draw each forecast benefit against the least that the condition on the fee asks for.

    Parameters
    ----------
    rows
        Rows of `statistics.held_to_condition`.
    """
    id, title = "fee-condition", "Would the forecast benefit be enough for the whole fee?"
    if rows.empty:
        return nothing_to_show(id, title)
    rows = rows.sort_values("lower", ascending=False, kind="stable").reset_index(drop=True)
    first = rows.iloc[0]
    labels = [sentence(measure) for measure in rows["measure"]]
    with style.book_style():
        picture, axes = labelled_rows(labels, extra_height=0.75)
        axes.axvspan(first["needed_low"] / _MILLION, first["needed_high"] / _MILLION, color=style.ORANGE, alpha=0.35)
        axes.axvline(first["needed"] / _MILLION, color=style.DARK_GREY, linewidth=1.4)
        axes.text(
            first["needed"] / _MILLION,
            -0.93,
            f"needed: more than {pounds(first['needed'])}",
            ha="center",
            va="bottom",
            fontsize=9,
            path_effects=RIM,
        )
        words = [f"{number(low, 2)} to {number(high, 2)} × fee" for low, high in _times(rows)]
        _spans(axes, rows, [style.DARK_BLUE] * len(rows), words)
        axes.set_xlim(0, rows["upper"].max() / _MILLION * 1.5)
        axes.set_xlabel("£ million a year, lower to upper bound")
    told = [f"{label} {pounds_range(low, high)}" for label, low, high in _named(labels, rows)]
    return Figure(
        id=id,
        title=title,
        caption=(
            f"The line is {number(first['multiple'], 1)} times the fee of {pounds(first['fee'])}; its shade is what "
            "the rounding of the fee allows. These are forecasts, and the paper does not say which of them counts."
        ),
        alt=f"Range plot against a line at {pounds(first['needed'])}: {'; '.join(told)}.",
        source=describe_sources(
            pd.concat(
                [rows, first.to_frame().T.drop(columns="locator").rename(columns={"condition_locator": "locator"})]
            )
        ),
        data=rows[["subject", "measure", "lower", "upper", "fee", "needed", "times_lower", "times_upper", "above"]],
        picture=picture,
    )


def grants_by_year(rows: pd.DataFrame) -> Figure | Sentences:
    """Draw what a grant cost in each year, with its cases and the cost of each.

    Parameters
    ----------
    rows
        Rows of `statistics.cost_by_year`.
    """
    id, title = "grants-by-year", "What discretionary grants cost in each year"
    if rows.empty:
        return nothing_to_show(id, title)
    labels = [_year(row) for _, row in rows.iterrows()]
    told = [pounds(cost) for cost in rows["cost"]]
    return Figure(
        id=id,
        title=title,
        caption=(
            f"{sentence(counted(int(rows['cases'].sum()), 'case', 'cases'))} in "
            f"{counted(len(rows), 'year', 'years')}, {pounds(rows['cost'].sum())} in all."
        ),
        alt=f"Bar chart: {'; '.join(f'{label} {words}' for label, words in zip(labels, told, strict=True))}.",
        source=describe_sources(rows),
        data=rows[["year", "cases", "cost", "cost_for_each", "stated", "source_id", "locator"]],
        picture=_bars(
            labels,
            rows["cost"].tolist(),
            told,
            [style.TURQUOISE if part else style.DARK_BLUE for part in rows["to_date"]],
            axis="cost, £ thousand",
            scale=1e3,
            room=1.25,
        ),
    )


_MOVES = {"less": "taken off", "plus": "added"}


def _year(row: pd.Series) -> str:
    each = "" if pd.isna(row["cost_for_each"]) else f", {pounds(row['cost_for_each'])} each"
    so_far = " so far" if row["to_date"] else ""
    return f"{row['year']}{so_far}: {_cases(int(row['cases']))}{each}"


def _cases(count: int) -> str:
    return counted(count, "case", "cases") if count else "no cases"


def _bars(
    labels: list[str],
    sums: list[float],
    words: list[str],
    colours: list[str],
    *,
    axis: str,
    room: float,
    scale: float = _MILLION,
) -> Picture:
    """Draw a bar for each sum, with words after it."""
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.hlines(range(len(sums)), 0, [value / scale for value in sums], color=colours, linewidth=_THICK)
        for place, (value, told) in enumerate(zip(sums, words, strict=True)):
            _after(axes, told, value / scale, place)
        axes.set_xlim(0, max(sums) / scale * room)
        axes.set_xlabel(axis)
    return picture


def _spans(axes: Axes, rows: pd.DataFrame, colours: list[str], words: list[str] | None = None) -> None:
    """Draw a bar from each lower to each upper bound, with the two (or other words) beside it."""
    spans = rows[["lower", "upper"]].to_numpy() / _MILLION
    told = words or [f"{number(low, 2)} to {number(high, 2)}" for low, high in spans]
    axes.hlines(range(len(rows)), spans[:, 0], spans[:, 1], color=colours, linewidth=_THICK)
    for place, ((_, high), text) in enumerate(zip(spans, told, strict=True)):
        _after(axes, text, high, place)


def _steps(axes: Axes, rows: pd.DataFrame, bound: str, place: float, colour: str) -> None:
    """Draw one bound of a waterfall: totals from nought, steps pale where they move the total, each with its sum."""
    ends = rows[[f"{bound}_start", f"{bound}_end"]].to_numpy() / _MILLION
    signs = {"less": -1, "plus": 1}
    for row, ((start, end), kind, value) in enumerate(zip(ends, rows["step"], rows[bound] / _MILLION, strict=True)):
        pale = 1.0 if kind == "total" else 0.55
        axes.hlines(row + place, start, end, color=colour, alpha=pale, linewidth=_THICK)
        told = number(value, 2) if kind == "total" else signed(signs[kind] * value, 2)
        _after(axes, f"{told} {bound} bound" if row == 0 else told, max(start, end), row + place)
        if row + 1 < len(rows):
            axes.vlines(end, row + place, row + 1 + place, color=style.MID_GREY, linewidth=0.8, linestyle=":", zorder=0)


def _after(axes: Axes, text: str, x: float, y: float) -> None:
    axes.annotate(text, (x, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9.5, path_effects=RIM)


def _named(labels: list[str], rows: pd.DataFrame) -> list[tuple[str, float, float]]:
    return list(zip(labels, rows["lower"], rows["upper"], strict=True))


def _times(rows: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(rows["times_lower"], rows["times_upper"], strict=True))


def _percent(share: float) -> str:
    """Write a share so that a small one is not written as nought."""
    if share >= 1:
        return f"{number(share)}%"
    return f"{number(share, 1)}%" if share >= 0.05 else "under 0.1%"


def _moved(low: float, high: float) -> str:
    """Say how far rounding could move a share; nothing where it could not."""
    if number(low) == number(high):
        return ""
    return f" (between {number(low)}% and {number(high)}%, as some sums are rounded)"
