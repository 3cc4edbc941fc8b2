"""How a population will change, from what a source prints of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jhws.statistics.rounding import implied_base, place_of_noughts

_KEYS = ["area_code", "category", "year"]
# The measures that tell of a population to come, and which way a printed change goes.
_GROWTH = {"growth expected": 1, "fall expected": -1}
_NUMBERS = {"people expected": "later", "additional people expected": "change", "fewer people expected": "change"}
_RANGES = [f"{name}{end}" for name in ("base", "change", "later") for end in ("", "_lowest", "_highest")]


def population_outlook(figures: pd.DataFrame) -> pd.DataFrame:
    """Answer how much each group of people is expected to grow, from how many and to how many.

    Parameters
    ----------
    figures
        Stated figures of one population: `measure` ('growth expected', 'fall expected', 'people expected',
        'additional people expected' or 'fewer people expected'; others are left out but 'people', the base
        where it is printed without a year), `area_code`, `subject`, `category`, `period` (whose last year is
        that of the figure), `value`, `unit`, `rounded_to`, `stated`, `source_id`, `locator`.

    Returns
    -------
    pandas.DataFrame
        A row per area, group and year with a growth, in the order of the figures: ``area_code``, ``subject``,
        ``category``, ``period``, ``year`` (missing where none can be read), ``growth`` (per cent, below 0 for a
        fall), ``growth_rounded_to``, ``stated``, ``source_id``, ``locator``; ``number_is`` ('later', 'change' or
        missing), ``base``, ``change``, ``later`` with their lowest and highest as `implied_base` gives them, missing
        where no number is printed; ``base_is``: 'implied', 'printed' or 'not known'.

    Notes
    -----
    A number that ends in noughts may have been rounded to them; the ranges allow for it. A base that is printed
    is kept as it is, and the change then follows from the two printed numbers.
    """
    figures = figures.assign(year=figures["period"].str.extract(r".*\b((?:19|20)\d\d)\b", expand=False))
    growth = figures[figures["measure"].isin(_GROWTH)].reset_index(drop=True)
    growth = growth.assign(
        growth=growth["value"] * growth["measure"].map(_GROWTH).astype(float), growth_rounded_to=growth["rounded_to"]
    )
    numbers = figures[figures["measure"].isin(_NUMBERS)]
    numbers = numbers.assign(
        number_is=numbers["measure"].map(_NUMBERS),
        number=numbers["value"].where(~numbers["measure"].str.startswith("fewer"), -numbers["value"]),
        place=numbers["value"].map(place_of_noughts).astype(float),
    )
    rows = growth.merge(numbers[[*_KEYS, "number_is", "number", "place"]], on=_KEYS, how="left")
    printed = figures[(figures["measure"] == "people") & figures["period"].isna()]
    printed = printed[["area_code", "subject", "category", "value"]].rename(columns={"value": "printed"})
    rows = rows.merge(printed, on=["area_code", "subject", "category"], how="left")
    kept = ["area_code", "subject", "category", "period", "year", "growth", "growth_rounded_to", "stated"]
    rows = _with_numbers(rows)
    return rows[[*kept, "number_is", *_RANGES, "base_is", "source_id", "locator"]]


def _with_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Give each row its base, change and later number, as far as they are printed or implied."""
    found = rows.assign(**dict.fromkeys(_RANGES, np.nan), base_is="not known")
    implied = rows["number"].notna() & rows["printed"].isna()
    if implied.any():
        columns = {"growth": "growth", "growth_rounded_to": "growth_rounded_to", "number": "number"}
        ranges = implied_base(rows[implied], rounded_to="place", number_is="number_is", **columns)
        found.loc[implied, _RANGES] = ranges[_RANGES]
        found.loc[implied, "base_is"] = "implied"
    both = rows["printed"].notna() & (rows["number_is"] == "later")
    for end in ("", "_lowest", "_highest"):
        found.loc[both, f"base{end}"] = rows["printed"]
        found.loc[both, f"later{end}"] = rows["number"]
        found.loc[both, f"change{end}"] = rows["number"] - rows["printed"]
    found.loc[both, "base_is"] = "printed"
    return found


def older_share(outlook: pd.DataFrame) -> pd.DataFrame:
    """Answer how much of a population's growth is that of its older people.

    Parameters
    ----------
    outlook
        Rows of `population_outlook`; age groups without an upper end ('18+', '65+') whose change is known are used.

    Returns
    -------
    pandas.DataFrame
        A row per area, year and age group that holds an older one: ``area_code``, ``year``, ``period``, ``whole``,
        ``older`` and ``younger`` (the groups: '18+', '65+', '18-64'); ``whole_change``, ``older_change``,
        ``younger_change`` (people) and ``share`` (the older in per cent of the whole change), each with the
        ``_lowest`` and ``_highest`` that rounding allows; ``source_id``, ``locator``. The older group is the next
        one in age. No row where either change is not a rise.
    """
    known = outlook[outlook["category"].str.fullmatch(r"\d+\+") & (outlook["change_lowest"] > 0)]
    known = known.assign(age=known["category"].str.removesuffix("+").astype(float)).sort_values("age", kind="stable")
    pairs = known.merge(known, on=["area_code", "year"], suffixes=("_whole", "_older"))
    pairs = pairs[pairs["age_older"] > pairs["age_whole"]]
    pairs = pairs.drop_duplicates(["area_code", "year", "age_whole"]).reset_index(drop=True)
    ends = ("", "_lowest", "_highest")
    found = pairs[["area_code", "year"]].assign(
        period=pairs["period_whole"],
        whole=pairs["category_whole"],
        older=pairs["category_older"],
        younger=[
            f"{start:.0f}-{end - 1:.0f}" for start, end in zip(pairs["age_whole"], pairs["age_older"], strict=True)
        ],
    )
    for end, other in zip(ends, ("", "_highest", "_lowest"), strict=True):
        whole, older = pairs[f"change{end}_whole"], pairs[f"change{end}_older"]
        found[f"whole_change{end}"], found[f"older_change{end}"] = whole, older
        found[f"younger_change{end}"] = whole - pairs[f"change{other}_older"]
        found[f"share{end}"] = 100 * older / pairs[f"change{other}_whole"]
    return found.assign(source_id=pairs["source_id_whole"], locator=pairs["locator_whole"])
