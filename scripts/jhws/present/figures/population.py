"""Who lives here, and how will that change? Growth by age, whom it is made of, residents by group."""

from __future__ import annotations

import pandas as pd

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import RIM, labelled_rows
from jhws.present.numbers import ages, counted, decimals_of, interval, listed, number, sentence, signed


def growth_by_age(outlook: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw by how much each age group is expected to grow or shrink.

    Parameters
    ----------
    outlook
        Rows of `statistics.population_outlook`.
    area
        The area's name.
    """
    title = f"How much each age group of {area} is expected to change"
    if outlook.empty:
        return nothing_to_show("growth-by-age", title)
    rows = outlook.sort_values("growth", ascending=False, kind="stable").reset_index(drop=True)
    names = [f"{sentence(ages(band))}, {_as_printed(when)}" for band, when in rows[["category", "period"]].to_numpy()]
    percents = [
        f"{signed(growth, decimals_of(place))}%" for growth, place in rows[["growth", "growth_rounded_to"]].to_numpy()
    ]
    with style.book_style():
        picture, axes = labelled_rows(names)
        colours = [style.DARK_BLUE if growth >= 0 else style.DARK_PINK for growth in rows["growth"]]
        axes.barh(rows.index, rows["growth"], height=0.36, color=colours)
        axes.vlines([0] * len(rows), rows.index - 0.18, rows.index + 0.18, color=style.MID_GREY, linewidth=1.5)
        for row, growth in rows["growth"].items():
            axes.annotate(
                percents[int(str(row))],
                (max(growth, 0), row),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontweight="bold",
            )
        axes.set_xlim(min(0, rows["growth"].min() * 1.1), max(rows["growth"].max(), 1) * 1.22)
        axes.set_xlabel("change in the number of people, %")
    told = [f"{name} {percent}" for name, percent in zip(names, percents, strict=True)]
    return Figure(
        id="growth-by-age",
        title=title,
        caption=(
            "Growth as the paper prints it. The years in which the groups’ growth ends differ."
            if rows["year"].nunique() > 1
            else "Growth as the paper prints it."
        ),
        alt=f"Bar chart of {counted(len(rows), 'change', 'changes')}: {'; '.join(told)}.",
        source=describe_sources(rows),
        data=rows[["category", "period", "growth", "growth_rounded_to", "stated", "source_id", "locator"]],
        picture=picture,
    )


def additional_people(parts: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw who the additional people are: the older beside the younger ones.

    Parameters
    ----------
    parts
        Rows of `statistics.older_share`; the first is drawn.
    area
        The area's name.
    """
    title = f"Who the additional people of {area} will be"
    if parts.empty:
        return nothing_to_show("additional-people", title)
    part = parts.iloc[0]
    rows = pd.DataFrame(
        {
            "ages": [part["older"], part["younger"]],
            **{
                name: [part[f"older_change{end}"], part[f"younger_change{end}"]]
                for name, end in (("people", ""), ("lowest", "_lowest"), ("highest", "_highest"))
            },
        }
    )
    labels = [sentence(f"aged {ages(band)}") for band in rows["ages"]]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.barh(rows.index, rows["people"], height=0.36, color=[style.DARK_BLUE, style.TURQUOISE])
        axes.hlines(rows.index, rows["lowest"], rows["highest"], color=style.DARK_GREY, linewidth=2.5)
        for row, (people, highest) in rows[["people", "highest"]].iterrows():
            axes.annotate(
                f"{number(people)} more",
                (highest, row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontweight="bold",
            )
        axes.set_xlim(0, rows["highest"].max() * 1.4)
        axes.xaxis.set_major_formatter(lambda value, _: number(value))
        axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel("additional people")
    shares = interval(part["share_lowest"], part["share_highest"])
    younger = interval(part["younger_change_lowest"], part["younger_change_highest"])
    return Figure(
        id="additional-people",
        title=f"{title}, {_as_printed(part['period'])}",
        caption=(
            f"Of the additional people aged {ages(part['whole'])}, {number(part['share'])}% ({shares}% within "
            f"rounding) are aged {ages(part['older'])}. The number for {ages(part['younger'])} is what remains: it is "
            f"implied by the printed figures, whose rounding allows {younger}, the dark line."
        ),
        alt=(
            f"Bar chart of additional people by age: {ages(part['older'])} {number(part['older_change'])}; "
            f"{ages(part['younger'])} {number(part['younger_change'])}, {younger} within rounding."
        ),
        source=describe_sources(parts),
        data=parts,
        picture=picture,
    )


def residents_by(residents: pd.DataFrame, breakdown: str, *, area: str) -> Figure | Sentences:
    """Draw the residents' shares by age, ethnic group or religion, beside other areas' where they are printed.

    Parameters
    ----------
    residents
        Stated figures of residents, the area's own and other areas': `subject`, `measure`, `breakdown`,
        `category`, `area`, `period`, `value`, `qualifier`, `rounded_to`.
    breakdown
        'age band', 'ethnic group' or 'religion'.
    area
        The area's name.
    """
    rows = residents[(residents["breakdown"] == breakdown) & (residents["measure"] == "share of the population")]
    rows = rows[rows["value"].notna()]
    own = rows[rows["area"] == area].sort_values("rounded_to", kind="stable").drop_duplicates("category")
    title = f"Residents of {area} by {breakdown}"
    id = f"residents-by-{breakdown.replace(' ', '-')}"
    if own.empty:
        return nothing_to_show(id, title)
    own = _in_order(own).reset_index(drop=True)
    others = rows[rows["area"] != area]
    names = [
        category.removesuffix(f", {where}") for category, where in zip(others["category"], others["area"], strict=True)
    ]
    others = others.assign(category=names)
    people = residents[(residents["breakdown"] == breakdown) & (residents["measure"] == "people")]
    exact = people[(people["subject"] == "residents") & people["qualifier"].isna()].drop_duplicates("category")
    own = own.assign(people=own["category"].map(exact.set_index("category")["value"]))
    labels = [
        sentence(ages(category)) + ("" if pd.isna(count) else f": {number(count)} people")
        for category, count in own[["category", "people"]].to_numpy()
    ]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.barh(own.index, own["value"], height=0.36, color=style.DARK_BLUE)
        for row, (category, value, place) in enumerate(own[["category", "value", "rounded_to"]].to_numpy()):
            beside = others[others["category"] == category]
            axes.scatter(beside["value"], [row] * len(beside), marker="|", s=200, color=style.ORANGE, linewidth=2.5)
            text = f"{number(value, decimals_of(place))}%"
            far = max([value, *beside["value"]])
            axes.annotate(
                text,
                (far, row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontweight="bold",
                path_effects=RIM,
            )
        axes.set_xlim(0, max(own["value"].max(), others["value"].max() if len(others) else 0) * 1.2)
        axes.set_xlabel("% of residents")
    told = [
        f"{name} {number(value, decimals_of(place))}%"
        for name, (value, place) in zip(labels, own[["value", "rounded_to"]].to_numpy(), strict=True)
    ]
    period = ", ".join(own["period"].dropna().unique())
    return Figure(
        id=id,
        title=f"{title}, {period}" if period else title,
        caption=_caption(own, others),
        alt=f"Bar chart of {counted(len(own), 'group', 'groups')}: {'; '.join(told)}.{_others_told(others)}",
        source=describe_sources(pd.concat([own, others])),
        data=pd.concat([own, others])[
            ["area", "period", "category", "value", "unit", "stated", "source_id", "locator"]
        ],
        picture=picture,
    )


_LAST = ("Other", "Not stated")


def _in_order(own: pd.DataFrame) -> pd.DataFrame:
    """Put age bands in their order, other groups by size with what is left over at the end."""
    if (own["breakdown"] == "age band").all():
        return own.sort_values("category", key=lambda band: band.str.extract(r"(\d+)", expand=False).astype(float))
    last = sum(place * own["category"].str.startswith(word) for place, word in enumerate(_LAST, start=1))
    return own.assign(last=last).sort_values(["last", "value"], ascending=[True, False], kind="stable")


def _caption(own: pd.DataFrame, others: pd.DataFrame) -> str:
    largest = int(own["value"].argmax())
    group, value, place = own[["category", "value", "rounded_to"]].iloc[largest]
    told = f"The largest group is {ages(group)} with {number(value, decimals_of(place))}%."
    return f"{told} Orange strokes are other areas:{_others_told(others)}" if len(others) else told


def _others_told(others: pd.DataFrame) -> str:
    if others.empty:
        return ""
    told = [
        f"{row['area']} {number(row['value'], decimals_of(row['rounded_to']))}% {row['category']}"
        for _, row in others.iterrows()
    ]
    return f" {listed(told)}."


def _as_printed(period: str) -> str:
    return period.replace(" (as printed)", ", as printed")
