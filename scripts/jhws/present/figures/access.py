"""Who gets help, and who is missing? Shares of users beside shares of residents, how many users, use by deprivation."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import RIM, labelled_rows
from jhws.present.groups import group_name
from jhws.present.numbers import counted, decimals_of, interval, listed, number, sentence

_ENDS = ["lowest", "highest"]

# What a ratio of shares is called on the axis.
_TIMES = {0.25: "a quarter", 0.5: "half", 1.0: "equal", 2.0: "twice", 4.0: "4 times", 8.0: "8 times", 16.0: "16 times"}


def representation(reached: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw each group's share of the users over its share of the residents.

    Parameters
    ----------
    reached
        Rows of `statistics.users_against_residents`.
    area
        The area's name.
    """
    title = f"Users of adult social care in {area} beside its residents"
    if reached.empty:
        return nothing_to_show("representation", title)
    rows = reached.reset_index(drop=True)
    labels = [
        f"{group_name(row)}: {number(row['user_share'])}% of users, {number(row['population_share'], 1)}% of "
        f"{row['subject']}"
        for _, row in rows.iterrows()
    ]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.axvline(1, color=style.MID_GREY, linewidth=1, zorder=0)
        axes.hlines(rows.index, rows["lowest"], rows["highest_with_unknown"], color=style.LIGHT_GREY, linewidth=7)
        axes.hlines(rows.index, rows["lowest"], rows["highest"], color=style.TURQUOISE, linewidth=7)
        axes.scatter(rows["ratio"], rows.index, color=style.DARK_BLUE, s=40, zorder=3)
        far = rows[["highest", "highest_with_unknown"]].max(axis=1)
        for row, (ratio, end) in enumerate(zip(rows["ratio"], far, strict=True)):
            axes.annotate(
                number(ratio, 2),
                (end, row),
                xytext=(7, 0),
                textcoords="offset points",
                va="center",
                fontweight="bold",
                path_effects=RIM,
            )
        _scale(axes, rows["lowest"].min(), far.max())
    hidden = rows[rows["unknown"] > 0]
    doubt = (
        f" Grey shows how far it could reach if all the {number(hidden['unknown'].max())}% of users whose group is not "
        "recorded belonged to this one."
        if len(hidden)
        else ""
    )
    told = [
        f"{label}, ratio {number(row['ratio'], 2)} ({interval(row['lowest'], row['highest'], 2)})"
        for label, (_, row) in zip(labels, rows.iterrows(), strict=True)
    ]
    return Figure(
        id="representation",
        title=title,
        caption=(
            "Dots are a group’s share of users over its share of residents; at ‘equal’ both are the same. Turquoise is "
            f"what the rounding of the printed percentages allows.{doubt}"
        ),
        alt=f"Dot plot of {counted(len(rows), 'ratio', 'ratios')}. {'; '.join(told)}.",
        source=describe_sources(rows),
        data=rows,
        picture=picture,
    )


def _scale(axes: Axes, lowest: float, highest: float) -> None:
    """Set a scale of ratios on which half and twice are equally far from equal."""
    axes.set_xscale("log")
    axes.set_xlim(min(lowest / 1.1, 0.47), max(highest * 1.7, 2.2))
    axes.xaxis.set_major_locator(FixedLocator(list(_TIMES)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(lambda value, _: _TIMES.get(round(value, 2), ""))
    axes.set_xlabel("share of users over share of residents")


def total_users(totals: pd.DataFrame, agreed: tuple[int, int] | None, *, area: str) -> Figure | Sentences:
    """Draw how many users in all each printed count and share imply, and what they agree on.

    Parameters
    ----------
    totals
        Rows of `statistics.total_users`.
    agreed
        What `statistics.agreed_range` gives for them.
    area
        The area's name.
    """
    title = f"How many users of adult social care the printed figures imply in {area}"
    if totals.empty:
        return nothing_to_show("total-users", title)
    rows = totals.reset_index(drop=True)
    labels = [
        f"{group_name(row)}: {number(row['count'])} people, "
        f"{number(row['share'], decimals_of(row['share_rounded_to']))}%"
        for _, row in rows.iterrows()
    ]
    wholes = [f"{number(math.ceil(low))} to {number(math.floor(high))}" for low, high in rows[_ENDS].to_numpy()]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        if agreed:
            axes.axvspan(*agreed, color=style.ORANGE, alpha=0.35, linewidth=0, zorder=0)
        axes.hlines(rows.index, rows["lowest"], rows["highest"], color=style.DARK_BLUE, linewidth=6)
        for row, highest in enumerate(rows["highest"]):
            axes.annotate(
                wholes[row],
                (highest, row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
                path_effects=RIM,
            )
        width = rows["highest"].max() - rows["lowest"].min()
        axes.set_xlim(rows["lowest"].min() - 0.08 * width, rows["highest"].max() + 0.62 * width)
        axes.xaxis.set_major_formatter(lambda value, _: number(value))
        axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel("users in all")
    ranges = [f"{label}: {whole}" for label, whole in zip(labels, wholes, strict=True)]
    common = (
        f"All agree on {interval(*agreed)}, the orange band."
        if agreed
        else "There is no number on which all agree: they cannot all be shares of one whole."
    )
    return Figure(
        id="total-users",
        title=title,
        caption=(
            f"Each line is the range of totals of which the printed count is the printed share. {common} The paper "
            "does not print the total."
        ),
        alt=f"{sentence(counted(len(rows), 'range', 'ranges'))}. {'; '.join(ranges)}. {common}",
        source=describe_sources(rows),
        data=rows,
        picture=picture,
    )


def access_by_fifth(rows: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw how much of each service goes to each fifth by deprivation, over what its size alone would give.

    Parameters
    ----------
    rows
        Rows of `statistics.access_by_fifth`.
    area
        The area's name.
    """
    title = f"Use of services by deprivation in {area}"
    known = rows.dropna(subset=["ratio"]) if len(rows) else rows
    if known.empty:
        return nothing_to_show("access-by-fifth", title)
    services = [
        (f"{service}, {period}", part) for (service, period), part in known.groupby(["service", "period"], sort=False)
    ]
    with style.book_style():
        picture, grid = plt.subplots(
            len(services), figsize=(style.WIDTH, 2.5 * len(services)), squeeze=False, layout="constrained"
        )
        for axes, (name, part) in zip(grid[:, 0], services, strict=True):
            place = part["quintile"].astype(float)
            axes.axhline(1, color=style.MID_GREY, linewidth=1)
            axes.vlines(place, part["lower"], part["upper"], color=style.TURQUOISE, linewidth=5)
            axes.scatter(place, part["ratio"], color=style.DARK_BLUE, s=40, zorder=3)
            for at, ratio in zip(place, part["ratio"], strict=True):
                axes.annotate(
                    number(ratio, 2),
                    (at, ratio),
                    xytext=(7, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=9,
                    path_effects=RIM,
                )
            axes.set_xlim(0.6, 5.7)
            axes.set_xticks([1, 2, 3, 4, 5], ["most\ndeprived", "2", "3", "4", "least\ndeprived"])
            axes.set_ylim(0, max(2, part["upper"].max() * 1.1))
            axes.set_title(name, fontsize=10.5)
            axes.set_ylabel("users over their share")
            axes.grid(visible=False, axis="x")
    told = [f"{name}: {_fifths_told(part)}" for name, part in services]
    hidden = int(rows["ratio"].isna().sum())
    left_out = f" {sentence(counted(hidden, 'fifth is', 'fifths are'))} left out for small numbers." if hidden else ""
    return Figure(
        id="access-by-fifth",
        title=title,
        caption=(
            "Dots are a fifth’s share of the users over its share of the people whom the service is for, with 95% "
            f"limits; at 1 both are the same. Here they are {listed(list(known['deprivation'].unique()))}.{left_out}"
        ),
        alt=f"{sentence(counted(len(services), 'panel', 'panels'))} of dots with limits. {' '.join(told)}",
        source=describe_sources(known),
        data=rows,
        picture=picture,
    )


def _fifths_told(part: pd.DataFrame) -> str:
    told = [
        f"fifth {row['quintile']} {number(row['ratio'], 2)} ({interval(row['lower'], row['upper'], 2)})"
        for _, row in part.iterrows()
    ]
    return f"{listed(told)}."
