"""Who lives here, and how will that change? The numbers behind the growth, women and men, figures of other areas."""

from __future__ import annotations

import pandas as pd

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.numbers import BLANK, ages, counted, decimals_of, number, sentence, signed

# Whether the book, or the paper, says from how many people a growth starts.
_BASES = {
    "implied": "implied: worked out in this book",
    "printed": "printed in the paper",
    "not known": "no number of people is printed",
}


def population_outlook(outlook: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show for each age group from how many people it starts, how many more there will be, and how many in all.

    Parameters
    ----------
    outlook
        Rows of `statistics.population_outlook`.
    area
        The area's name.
    """
    title = f"From how many people to how many: {area}"
    if outlook["base"].isna().all():
        return nothing_to_show("population-outlook", title)
    rows = outlook.reset_index(drop=True)
    return Table(
        id="population-outlook",
        title=title,
        caption=_how_known(rows),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Age group", [sentence(ages(band)) for band in rows["category"]]),
            Column("Years", [period.replace(" (as printed)", ", as printed") for period in rows["period"]]),
            Column(
                "Growth",
                [f"{signed(row['growth'], decimals_of(row['growth_rounded_to']))}%" for _, row in rows.iterrows()],
                numeric=True,
            ),
            Column("People at the start", [_ranged(row, "base") for _, row in rows.iterrows()], numeric=True),
            Column("Change in people", [_ranged(row, "change") for _, row in rows.iterrows()], numeric=True),
            Column("People at the end", [_ranged(row, "later") for _, row in rows.iterrows()], numeric=True),
            Column("The number at the start is", [_BASES[word] for word in rows["base_is"]]),
        ],
    )


def women_and_men(residents: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show how many residents of each age are women and men.

    Parameters
    ----------
    residents
        Stated figures of residents: `subject`, `measure`, `breakdown`, `category` ('Female', 'Male'), `area`,
        `period`, `value`.
    area
        The area's name.
    """
    rows = residents[(residents["breakdown"] == "sex") & (residents["measure"] == "people")]
    rows = rows[(rows["area"] == area) & rows["value"].notna()]
    title = f"Women and men of {area}"
    if rows.empty:
        return nothing_to_show("women-and-men", title)
    wide = rows.pivot_table(index=["subject", "period"], columns="category", values="value", sort=False)
    wide = wide.reindex(columns=["Female", "Male"]).dropna().reset_index()
    wide = wide.assign(
        people=wide["Female"] + wide["Male"],
        difference=wide["Female"] - wide["Male"],
        female_share=100 * wide["Female"] / (wide["Female"] + wide["Male"]),
    ).sort_values("people", ascending=False, kind="stable")
    more = int((wide["difference"] > 0).sum())
    return Table(
        id="women-and-men",
        title=f"{title}, {', '.join(wide['period'].unique())}",
        caption=" ".join(
            [
                f"Of {counted(len(wide), 'group', 'groups')}, {counted(more, 'has', 'have')} more women than men.",
                *_growth_by_sex(residents[residents["area"] == area]),
            ]
        ),
        source=describe_sources(rows),
        data=wide,
        columns=[
            Column("Residents", [_whom(subject) for subject in wide["subject"]]),
            Column("Women", [number(value) for value in wide["Female"]], numeric=True),
            Column("Men", [number(value) for value in wide["Male"]], numeric=True),
            Column("Women less men", [signed(value) for value in wide["difference"]], numeric=True),
            Column("Share of women", [f"{number(value, 1)}%" for value in wide["female_share"]], numeric=True),
        ],
    )


def of_other_areas(figures: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show figures that a paper takes from elsewhere, each with the area that it is of.

    Parameters
    ----------
    figures
        Stated figures of the population: `subject`, `measure`, `category`, `area`, `period`, `stated`, `note`.
    area
        The area's name: its own figures are shown only where the paper worked them out from another area's share.
    """
    worked_out = figures["measure"].str.contains("by the UK share", regex=False)
    beside = figures["subject"].str.startswith("residents")
    rows = figures[worked_out | ((figures["area"] != area) & ~beside)]
    title = "Figures that the paper takes from other areas"
    if rows.empty:
        return nothing_to_show("population-of-other-areas", title)
    return Table(
        id="population-of-other-areas",
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'figure', 'figures'))}, none of them counted in {area}."
            + (f" What stands for {area} is another area’s share of its residents." if worked_out.any() else "")
        ),
        source=describe_sources(rows),
        data=rows[["subject", "measure", "area", "period", "value", "unit", "stated", "source_id", "locator", "note"]],
        folded=True,
        columns=[
            Column("What it is", [_about(row) for _, row in rows.iterrows()]),
            Column("Area", rows["area"].tolist()),
            Column("Period", rows["period"].fillna("not stated").tolist()),
            Column("In the paper’s words", [f"‘{words}’" for words in rows["stated"]]),
        ],
    )


def _how_known(rows: pd.DataFrame) -> str:
    implied = int((rows["base_is"] == "implied").sum())
    if implied:
        return (
            f"Of {counted(len(rows), 'row', 'rows')}, {counted(implied, 'starts', 'start')} from an implied number, "
            "not a published one: it follows from the printed growth and the printed number beside it. The range in "
            "brackets is what the rounding of both allows; a number that ends in noughts is taken as rounded to them."
        )
    return "Numbers stand as the paper prints them; a dash marks what it does not print."


def _ranged(row: pd.Series, name: str) -> str:
    """Write a number with its range in brackets, where it is not printed but implied."""
    value, lowest, highest = row[name], row[f"{name}_lowest"], row[f"{name}_highest"]
    write = signed if name == "change" else number
    printed = row["base_is"] == "printed" or row["number_is"] == name
    if pd.isna(value):
        return BLANK
    return write(value) if printed else f"{write(value)} ({number(lowest)} to {number(highest)})"


def _growth_by_sex(residents: pd.DataFrame) -> list[str]:
    """Say by how much the number of women and of men grew, where both are printed."""
    grown = residents[residents["measure"].str.startswith("increase in the population")]
    grown = grown.dropna(subset=["category"]).drop_duplicates("category").set_index("category")
    if not {"Female", "Male"} <= set(grown.index):
        return []
    women, men = (
        f"{number(value, decimals_of(place))}%"
        for value, place in grown.loc[["Female", "Male"], ["value", "rounded_to"]].to_numpy()
    )
    return [f"From {grown['period'].iloc[0]} the number of women grew by {women} and that of men by {men}."]


def _whom(subject: str) -> str:
    return "All ages" if subject == "residents" else sentence(subject.removeprefix("residents ").replace("-", " to "))


def _about(row: pd.Series) -> str:
    whom = "" if row["subject"] in {"population", "residents", "NHS"} else f", {row['subject']}"
    return sentence(f"{row['measure']}{whom}")
