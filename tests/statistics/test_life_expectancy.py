"""Life expectancy by abridged life table."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from jhws.statistics.life_expectancy import life_expectancy

COLUMNS = {"age_start": "age", "population": "people", "deaths": "deaths"}
NUMBERS = ["value", "lower", "upper"]
AGES = [0, 1, *range(5, 95, 5)]
BAND_TEXTS = ["0", "1-4", *(f"{age} – {age + 4}" for age in range(5, 90, 5)), "90 +"]


def table(text: str) -> pd.DataFrame:
    return pd.read_csv(StringIO(text), sep=r"\s+")


# Published: the example of phe_life_expectancy (R package PHEindicatormethods) and what its unit tests expect
# of it, which come from Public Health England's own life expectancy calculator.
PUBLISHED = table("""
    age people deaths value       lower       upper       people_used deaths_used
    0     7060     17 80.16960813 79.88268548 80.45653078 787954 9357
    1    35059      9 79.36245674 79.08988160 79.63503188 780894 9340
    5    46974      4 75.44193645 75.17407307 75.70979983 745835 9331
    10   48489      8 70.47299936 70.20675732 70.73924140 698861 9327
    15   43219     20 65.52909542 65.26548673 65.79270412 650372 9319
    20   38561     15 60.67510088 60.41876577 60.93143600 607153 9299
    25   46009     24 55.78835987 55.53801579 56.03870395 568592 9284
    30   57208     33 50.92752727 50.68279939 51.17225516 522583 9260
    35   61435     50 46.06740425 45.82666794 46.30814055 465375 9227
    40   55601     71 41.24505636 41.00842831 41.48168441 403940 9177
    45   50209    100 36.49322717 36.26223216 36.72422219 348339 9106
    50   56416    163 31.83343842 31.60996318 32.05691365 298130 9006
    55   46411    263 27.26027992 27.04337271 27.47718713 241714 8843
    60   39820    304 22.97191440 22.76653134 23.17729746 195303 8580
    65   37978    536 18.76856852 18.57570352 18.96143352 155483 8276
    70   37039    872 14.95858336 14.77985004 15.13731667 117505 7740
    75   33288   1390 11.51684445 11.34831778 11.68537112  80466 6868
    80   23306   1605  8.618849241 8.451134045 8.786564437 47178 5478
    85   11936   1936  6.163942934 5.978358351 6.349527517 23872 3873
    90   11936   1937  6.162106350 5.887683386 6.436529314 11936 1937
""")
BANDS = PUBLISHED[["age", "people", "deaths"]]

# Published: a small area whose intervals grow wider than 20 years, from the same unit tests.
SMALL = table("""
    age people deaths value       lower         upper
    0   270 17        19.22914685   16.43900644  22.01928726
    1   235  9        19.44120610   16.53437505  22.34803716
    5   246  4        18.33467808   15.62922550  21.04013066
    10  248  8        14.67659995   12.08108630  17.27211361
    15  243 20        11.81284556    9.21823373  14.40745738
    20  238 15        11.63815414    8.68414661  14.59216167
    25  246 24        10.05641628    6.54020385  13.57262872
    30  257 33         9.93152356    4.71570153  15.14734559
    35  261 50        11.95846561    2.37762283  21.53930839
    40  355 51       NaN          -1.60695210  50.29765396
    45  350 10       NaN         -10.33328815  97.99598549
    50  356 16       NaN         -17.16409724 107.54413263
    55  346 26       NaN         -26.91715103 128.91238524
    60  339 30       NaN         -45.04820928 181.91668353
    65  337 36       NaN         -76.27067271 278.06441642
    70  337 22       NaN        -137.12203187 472.32822039
    75  333 13       NaN        -195.39453664 649.40455756
    80  323  5       NaN        -242.37480291 783.50845564
    85  311  6       NaN        -266.74198466 841.04259816
    90  311  1       NaN        -298.54880400 920.54880400
""")


def changed(age: int, /, **counts: float) -> pd.DataFrame:
    return BANDS.assign(**{name: BANDS[name].where(BANDS["age"] != age, count) for name, count in counts.items()})


def assert_published(found: pd.DataFrame, published: pd.DataFrame) -> None:
    """Hold values to all the published digits and limits to the four to which the R package's tests round."""
    np.testing.assert_allclose(found["value"], published["value"], rtol=0, atol=5e-9)
    np.testing.assert_array_equal(found[["lower", "upper"]].round(4), published[["lower", "upper"]].round(4))


def test_published_values_and_limits_are_found_again_at_every_age():
    found = life_expectancy(BANDS, **COLUMNS)
    assert found["age_start"].tolist() == AGES
    assert_published(found, PUBLISHED)
    assert found["population_used"].tolist() == PUBLISHED["people_used"].tolist()
    assert found["deaths_used"].tolist() == PUBLISHED["deaths_used"].tolist()
    assert (found["reason"] == "").all()
    assert (found["confidence"] == 0.95).all()
    assert found["method"].str.contains("Chiang").all()


def test_published_limits_hold_to_all_digits_at_the_1_96_standard_errors_of_the_calculator():
    found = life_expectancy(BANDS, **COLUMNS, confidence=2 * norm.cdf(1.96) - 1)
    np.testing.assert_allclose(found[NUMBERS], PUBLISHED[NUMBERS], rtol=0, atol=5e-9)


def test_ages_may_be_written_as_bands():
    assert_published(life_expectancy(BANDS.assign(age=BAND_TEXTS), **COLUMNS), PUBLISHED)


def test_a_value_with_a_very_wide_interval_is_withheld_but_its_limits_are_given():
    found = life_expectancy(SMALL, **COLUMNS)
    assert_published(found, SMALL)
    withheld = found["value"].isna()
    assert set(found.loc[withheld, "reason"]) == {"The 95% confidence interval is wider than 20 years."}
    assert set(found.loc[~withheld, "reason"]) == {""}


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        # Published: the cases for which the unit tests of phe_life_expectancy expect no value.
        (changed(10, deaths=-5), "The number of deaths in the age band 10-14 is negative."),
        (changed(20, people=0), "The population of the age band 20-24 is zero."),
        (changed(10, people=-10), "The population of the age band 10-14 is negative."),
        (changed(85, people=119), "There are more deaths than people in the age band 85-89."),
        (BANDS.head(19), "The age band 90+ is missing."),
        (BANDS.assign(people=100, deaths=8), "There are fewer than 5,000 people."),
        (changed(90, deaths=0), "There are no deaths at ages 90 and over."),
        # Others: the first fault of several; a band missing among the young; just too few people.
        (changed(1, people=0, deaths=-1), "The number of deaths in the age band 1-4 is negative."),
        (BANDS[BANDS["age"] != 1], "The age band 1-4 is missing."),
        (BANDS.assign(people=[249, *[250] * 19], deaths=50), "There are fewer than 5,000 people."),
    ],
)
def test_a_group_without_a_life_table_says_why(frame, reason):
    found = life_expectancy(frame, **COLUMNS)
    assert len(found) == 20
    assert found[NUMBERS].isna().all(axis=None)
    assert set(found["reason"]) == {reason}


def test_five_thousand_people_are_enough():
    found = life_expectancy(BANDS.assign(people=250, deaths=50), **COLUMNS)
    assert (found["reason"] == "").all()


def test_a_group_at_fault_leaves_the_others_alone():
    frame = pd.concat([BANDS.assign(area="b"), changed(90, deaths=0).assign(area="a"), SMALL.assign(area="c")])
    found = life_expectancy(frame, **COLUMNS, by="area").set_index("area")
    assert found.index.unique().tolist() == ["a", "b", "c"]
    assert found.loc["a", "value"].isna().all()
    assert_published(found.loc["b"], PUBLISHED)
    assert_published(found.loc["c"], SMALL)


def test_several_groups_and_levels_give_a_row_each_in_order():
    frame = pd.concat([BANDS.assign(area="b", sex="F"), BANDS.assign(area="a", sex="M")])
    found = life_expectancy(frame, **COLUMNS, by=["area", "sex"], confidence=[0.95, 0.998])
    assert len(found) == 2 * 20 * 2
    head = found[["area", "sex", "age_start", "confidence"]].head(3).to_numpy().tolist()
    assert head == [["a", "M", 0, 0.95], ["a", "M", 0, 0.998], ["a", "M", 1, 0.95]]


@pytest.mark.parametrize("rate", [0.005, 0.02, 0.1])
def test_one_death_rate_at_all_ages_gives_one_over_it_at_every_age(rate):
    # By hand: survivors at such a rate lose the same share in every year, so that the mean wait is 1 / rate.
    found = life_expectancy(BANDS.assign(people=1_000_000, deaths=1_000_000 * rate), **COLUMNS)
    assert found["value"].tolist() == pytest.approx([1 / rate] * 20)


def test_the_last_band_has_the_mean_wait_and_the_poisson_error_of_its_rate():
    # By hand: 100 deaths in 400 person-years are a mean of 4 years, with a relative error of 1 / sqrt(100).
    last = life_expectancy(changed(90, people=400, deaths=100), **COLUMNS).iloc[-1]
    assert last["value"] == pytest.approx(4)
    assert last["upper"] - last["value"] == pytest.approx(1.959964 * 0.4)


def test_nobody_lives_past_a_band_in_which_all_would_die():
    # By hand: at 0.5 a year for five years all die, 2.5 years into the band on average, without error.
    found = life_expectancy(changed(80, people=2_000, deaths=1_000), **COLUMNS).set_index("age_start")
    assert found.loc[80, NUMBERS].tolist() == [2.5, 2.5, 2.5]
    assert found.loc[85, "value"] == pytest.approx(6.163942934)


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(40)))
def test_order_of_rows_does_not_matter(order):
    frame = pd.concat([BANDS.assign(area="a"), SMALL.assign(area="b")], ignore_index=True)
    expected = life_expectancy(frame, **COLUMNS, by="area")
    pd.testing.assert_frame_equal(life_expectancy(frame.iloc[list(order)], **COLUMNS, by="area"), expected)


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 1_000))
def test_more_people_at_the_same_rates_give_the_same_values_with_narrower_limits(times):
    scaled = BANDS.assign(people=BANDS["people"] * times, deaths=BANDS["deaths"] * times)
    found = life_expectancy(scaled, **COLUMNS)
    assert found["value"].tolist() == pytest.approx(PUBLISHED["value"].tolist())
    width, published = (frame["upper"] - frame["lower"] for frame in (found, PUBLISHED))
    assert width.tolist() == pytest.approx((published / np.sqrt(times)).tolist(), rel=1e-4)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 18))
def test_years_in_which_nobody_dies_are_lived_in_full(bands):
    alive = BANDS.assign(deaths=BANDS["deaths"].where(BANDS.index >= bands, 0))
    found, years = life_expectancy(alive, **COLUMNS), AGES[bands]
    assert found.loc[0, "value"] == pytest.approx(years + PUBLISHED.loc[bands, "value"])
    assert found.loc[0, "upper"] == pytest.approx(years + PUBLISHED.loc[bands, "upper"], abs=5e-5)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.5, 0.9999), min_size=2, max_size=2, unique=True).map(sorted))
def test_intervals_nest_by_confidence(levels):
    found = life_expectancy(BANDS, **COLUMNS, confidence=levels)
    narrow, wide = found[found["confidence"] == levels[0]], found[found["confidence"] == levels[1]]
    assert (wide["lower"].to_numpy() <= narrow["lower"].to_numpy()).all()
    assert (wide["upper"].to_numpy() >= narrow["upper"].to_numpy()).all()


def test_intervals_hold_the_true_life_expectancy_as_often_as_they_say():
    # Recovery of a known truth: deaths drawn at a death rate that doubles every 8 years (Gompertz), for which
    # integration gives true survival, the rate of each band and life expectancy without any life table.
    def survival(age: float) -> float:
        return float(np.exp(-4e-5 / 0.0866 * (np.exp(0.0866 * age) - 1)))

    starts, ends = np.array(AGES), np.array([*AGES[1:], 130])
    lived = np.array([quad(survival, start, end)[0] for start, end in zip(starts, ends, strict=True)])
    reached = np.array([survival(age) for age in starts])
    truth = lived[::-1].cumsum()[::-1] / reached
    rates = (reached - np.append(reached[1:], 0)) / lived

    areas = 3_000
    people = 50_000 * lived / lived.sum()
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(areas), 20),
            "age": np.tile(starts, areas),
            "people": np.tile(people, areas),
            "deaths": np.random.default_rng(11).poisson(np.tile(people * rates, areas)),
        }
    )
    found = life_expectancy(frame, **COLUMNS, by="area")
    for age in (0, 65, 85):
        at_age, true = found[found["age_start"] == age], truth[AGES.index(age)]
        assert at_age["value"].mean() == pytest.approx(true, abs=0.05)
        assert at_age["lower"].le(true).mul(at_age["upper"].ge(true)).mean() == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (changed(5, people=np.nan), {}, "'people': must have no missing or infinite value; row 2 has nan"),
        (changed(5, deaths=np.inf), {}, "'deaths': must have no missing or infinite value; row 2 has inf"),
        (BANDS.assign(deaths="few"), {}, "'deaths': must be numeric"),
        (changed(5, age=3), {}, "'age': must be or begin with the first age of a band.*; row 2 has 3"),
        (BANDS.assign(age=["<1", *BAND_TEXTS[1:]]), {}, "'age': must be or begin with the first age.*row 0 has <1"),
        (changed(5, age=np.nan), {}, "'age': must have no missing"),
        (changed(5, age=10), {}, "'age': must appear once in every group; row 3 has 10"),
        (BANDS.drop(columns="people"), {}, "'people': must be in the frame"),
        (BANDS.assign(area=None), {"by": "area"}, "'area': must have no missing value"),
        (BANDS, {"confidence": 95}, "confidence: must be between 0 and 1"),
        (BANDS.head(0), {}, "the frame must have at least one row"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(frame, options, message):
    with pytest.raises(ValueError, match=message):
        life_expectancy(frame, **COLUMNS, **options)
