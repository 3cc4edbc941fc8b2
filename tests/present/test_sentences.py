"""Sentences of the book: right on the project's own data, grammatical for every count, silent on what is missing.

Expected sentences were typed by hand; their figures come from the Board paper of 29 May 2025, the agenda pack of
11 November 2019 and the publishers' tables. The total of £43 million is the sum of the 22 printed sums.
"""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

from jhws import data, statistics
from jhws.present import sentences
from jhws.present.exhibit import Sentences

AREA, ENGLAND, AS_OF, PERIOD = "E10000018", "E92000001", "2025-05-29", "2024-25"
YEARS = "2014-16 (period inferred)"
PAPER = ["leicestershire-hwb-2025-05-29"]
BY = ["indicator_id", "sex"]
TOPICS = ["local_statistics", "smoking", "child_weight", "adult_social_care"]


def plain(told: Sentences) -> list[str]:
    """Read the paragraphs as a reader does, without tags and without the shapes of status words."""
    shapes = re.compile(r'<span aria-hidden="true">.</span>\s')
    return [Markup(shapes.sub("", part)).striptags() if isinstance(part, Markup) else part for part in told.parts]


@pytest.fixture(scope="module")
def book() -> SimpleNamespace:
    activities = data.read_activities(PAPER)
    numbers = data.read_table("activity_figures", sources=PAPER)
    history = data.read_observations(*TOPICS, areas=[AREA], as_of=AS_OF)
    ahead = statistics.forecast_series(history, by=BY, horizon=3)
    targets = statistics.target_status(data.read_targets(AREA, as_of=AS_OF), history, as_of=AS_OF, forecasts=ahead)
    country = data.read_observations(*TOPICS, areas=[ENGLAND], as_of=AS_OF)
    everything = data.read_observations(*TOPICS, areas=[AREA])
    past = statistics.past_forecasts(history, by=BY, horizon=3)
    children = data.read_deciles("child_obesity_by_decile", as_of=AS_OF)
    gaps = statistics.slope_index_of_inequality(
        children,
        quantile="decile",
        population="denominator",
        count="count",
        value_type="proportion",
        multiplier=-100,
        by=["age", "period"],
    )
    groups = ["area_code", "area_name", "sex"]
    deciles = data.read_deciles("life_expectancy_by_decile", areas=[AREA, ENGLAND, "E06000017"], as_of=AS_OF)
    slopes = statistics.slope_index_of_inequality(
        deciles,
        quantile="decile",
        population="denominator",
        value="value",
        standard_error="standard_error",
        by=groups,
    )
    return SimpleNamespace(
        activities=activities,
        numbers=numbers,
        costs=statistics.unit_costs(numbers).merge(activities[["activity_id", "activity"]]),
        measures=statistics.measure_progress(data.read_table("measures", sources=PAPER)),
        priorities=data.read_table("priorities"),
        targets=targets,
        history=history,
        everything=everything,
        chances=statistics.target_chances(targets, history, horizon=3),
        past=past,
        record=statistics.forecast_record(past, by=[*BY, "indicator", "unit", "decimals"]),
        since=statistics.held_against(ahead, everything[everything["available_from"] > AS_OF], by=BY),
        gaps=gaps,
        gap_trends=statistics.recent_trend(
            gaps, period="period", value="sii", lower_95="sii_lower", upper_95="sii_upper", by="age"
        ),
        summary=statistics.summarise_series(history, country, ahead, by=BY, targets=targets),
        deciles=deciles,
        fifths=statistics.most_deprived_against_rest(
            deciles[deciles["area_code"] == AREA],
            quantile="decile",
            population="denominator",
            value="value",
            standard_error="standard_error",
            by="sex",
        ),
        slopes=statistics.mark_unstable(slopes, deciles, by=groups, standard_error="standard_error", largest=3.0),
    )


def opening_of(book, **parts) -> Sentences:
    """Open the chapter on what was delivered with the Board paper's figures, and with those that are told."""
    told = data.read_stated_figures(PAPER).iloc[:0]
    own = {"activities": book.activities, "figures": book.numbers, "measures": book.measures, "targets": book.targets}
    own |= {"levels": told, "aims": told, "papers": data.read_table("sources", sources=PAPER)}
    return sentences.delivered.answer(**own | parts, area="Leicestershire", period=PERIOD)


def all_of(book) -> list[str]:
    """Every sentence that the chapters print."""
    own = book.slopes[book.slopes["area_code"] == AREA]
    told = [
        sentences.front.answer(
            book.summary,
            own,
            book.numbers,
            book.targets,
            area="Leicestershire",
            period=PERIOD,
            years=data.describe_period(book.deciles),
        ),
        sentences.front.about("x", PERIOD, AS_OF, data.read_table("sources", sources=PAPER), area="Leicestershire"),
        opening_of(book),
        sentences.delivered.improvements(book.measures),
        sentences.delivered.money(book.numbers, book.activities, book.priorities, period=PERIOD),
        sentences.delivered.cost(book.costs),
        sentences.trends.answer(book.summary, area="Leicestershire"),
        sentences.trends.seen_until(AS_OF, book.history, book.everything),
        sentences.trends.each(book.summary, list(book.summary["indicator_id"]), id="each"),
        sentences.inequality.answer(book.slopes, area_code=AREA, reference=ENGLAND, period=YEARS),
        sentences.inequality.unstable(book.slopes, book.deciles, largest=3.0),
        sentences.sources.answer(data.read_table("sources"), data.read_table("indicators")),
        sentences.trends.chances(book.chances),
        sentences.hindsight.record(book.past, book.record),
        sentences.hindsight.since(book.since),
        sentences.inequality.core20(book.fifths, area="Leicestershire"),
        sentences.children.gap(book.gaps, book.gap_trends),
    ]
    return [part for one in told for part in plain(one)]


# --- on the project's own data -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    [
        "The Board’s paper lists £43 million of Better Care Fund money for 21 activities in Leicestershire in 2024-25.",
        "At the most deprived end of Leicestershire, life expectancy in 2014-16 (period inferred) was 6.2 years "
        "shorter for men and 5.3 years shorter for women than at the least deprived end.",
        "Of 16 series of health and care figures, five can be tested for a recent trend, and none of them shows a "
        "clear change. Against England, three are better, six are similar and none is worse. Of those without limits, "
        "one is on the good side of the median of English authorities, four are on the wrong side of it, one is equal "
        "to it and one is on a side of it that is neither good nor wrong.",
        "The target of 74% by 2021 for ‘People using services who find information easy to find’ was missed; the "
        "latest figure is 61.8% (2022-23).",
        "The Board’s paper reports 26 activities and states £43 million of Better Care Fund investment in 2024-25 for "
        "21 of them. The largest sum, £15 million, is for Domiciliary care.",
        "Days of stay once medically ready to leave, discharge pathway 1, went from 4 to 2. People given housing "
        "support by the Housing Enablement Team went from 1,583 to 2,160. Days of stay once medically ready to "
        "leave, discharge pathway 2, went from 11.5 to 7.5. Days of stay once medically ready to leave, discharge "
        "pathway 3, went from 18.0 to 17.5.",
        "Of 16 improvements that the papers list, four come with figures before and after, five with the change alone, "
        "two with one figure alone and five in words only.",
        "The target of 74% by 2021 for ‘People using services who find information easy to find’, set when the figure "
        "was 59.7% in 2018-19: missed. Once it was set, the best value up to its date was 61.5% in 2019-20. The "
        "latest value is 61.8% in 2022-23.",
        "Of the activities without a sum, two have an empty cell in the paper, one has core funding and one is paid "
        "from another fund.",
        "One table of the paper heads its money column with 2023-24; its £61,000 is not part of these sums.",
        "The paper notes on Domiciliary care: BCF and iBCF contributions.",
        "The money divided by the number helped ranges from £18 (Urgent Care Centres) to £20,300 (Nursing care). These "
        "are different kinds of help, such as a grant for a home, a year of care or a visit to a website: the figures "
        "show scale, not value for money.",
        "Of 16 series of indicators for Leicestershire, five can be tested for a recent trend, and none of them "
        "shows a clear change.",
        "Against England, three are better, six are similar and none is worse. Of those without limits, one is on the "
        "good side of the median of English authorities, four are on the wrong side of it, one is equal to it and one "
        "is on a side of it that is neither good nor wrong.",
        "This edition shows figures likely to have been published by 29 May 2025, as far as the tables of this book "
        "hold them: where a series ends earlier, newer figures may exist. Two later values in the tables are left out, "
        "so that the forecasts can be held against them.",
        "At the most deprived end of Leicestershire, life expectancy at birth in 2014-16 (period inferred) was "
        "shorter than at the least deprived end by 6.24 years for men (95% interval 5.34 to 7.14) and 5.27 years for "
        "women (95% interval 4.37 to 6.16). The gap is smaller than that of England for men (9.35 years there) and for "
        "women (7.27 years there).",
        "Rutland, women: the life expectancy of 108.0 years published for tenth 3 rests on 16 deaths and has a "
        "standard error of 15.8 years.",
        "The figures in this book come from ten published sources, and each carries the place where it stands there. "
        "Five are under the Open Government Licence; the other papers are quoted for their facts. The book uses 17 "
        "indicators.",
        "In the most deprived fifth of Leicestershire, life expectancy at birth was 77.7 years for men, against 81.5 "
        "in the rest: 3.8 years shorter (95% interval 3.1 to 4.4). It was 81.3 years for women, against 84.7 in the "
        "rest: 3.4 years shorter (95% interval 2.7 to 4.0). Each figure is the mean of the tenths, weighted by their "
        "population.",
        "Year 6 (10 to 11 years): the gap was 10.7 points (95% interval 10.2 to 11.2) in 2006/07 and 17.2 points (95% "
        "interval 16.8 to 17.5) in 2017/18. Over the last five years it has grown.",
        "Two values that this edition forecasts have been published since. The 95% limits held both values.",
        "Carers who find information easy to find: 49.4% in 2021-22. It was 60.3% in 2018-19. Trend not tested: it is "
        "published without a margin of error. It is below the English median (57.3%; high is good). No forecast: 3 "
        "values are known; a forecast needs at least 5.",
    ],
)
def test_a_chapter_says(book, expected):
    assert expected in all_of(book)


def test_the_sums_of_the_priorities_are_those_of_the_paper(book):
    # By hand: £9,941,735, £31,228,800 and £1,822,114; half of what each printed sum is rounded to is £2,158,005.
    first = plain(sentences.delivered.money(book.numbers, book.activities, book.priorities, period=PERIOD))[0]
    assert (
        "Effective Management of Frailty and Complex Care £31.2 million, Upscaling Prevention and Self-Care £9.94 "
        in first
    )
    assert "million and Improved mental health £1.82 million." in first
    assert "Some of them are rounded: the true total could lie between £40.8 million and £45.2 million. By " in first


def test_healthy_life_expectancy_is_told_with_its_interval_and_england(book):
    told = plain(sentences.trends.each(book.summary, ["healthy_life_expectancy"], id="x"))
    assert told[0].startswith(
        "Healthy life expectancy at birth, women: 62.6 years in 2021-23 (95% interval 60.0 to 65.2). It was 64.1 years "
        "in 2020-22. Trend not tested: the periods overlap"
    )
    assert re.search(
        r"Against England’s 61\.9 years: similar\. The forecast for 2024-26 is \d\d\.\d years; in 95 cases of 100 the "
        r"value should lie between \d\d\.\d and \d\d\.\d, so it does not tell a rise from a fall\.$",
        told[0],
    )


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (60.04, 61.14, "is 60.6%; in 95 cases of 100 the value should lie between 60.0 and 61.1."),
        (62.36, 64.0, "is 60.6%; in 95 cases of 100 the value should lie between 62.4 and 64.0."),
        (61.8, 64.0, "is 60.6%; in 95 cases of 100 the value should lie between 61.8 and 64.0, so it does not tell a "
                     "rise from a fall."),
        (60.0, 61.8, "is 60.6%; in 95 cases of 100 the value should lie between 60.0 and 61.8, so it does not tell a "
                     "rise from a fall."),
    ],
)  # fmt: skip
def test_a_forecast_is_said_to_be_unsure_only_where_its_limits_hold_the_latest_value(book, lower, upper, words):
    row = book.summary[book.summary["indicator_id"] == "service_users_find_information_easy"]
    row = row.assign(forecast=60.62, forecast_lower_95=lower, forecast_upper_95=upper)
    (told,) = plain(sentences.trends.each(row, ["service_users_find_information_easy"], id="x"))
    assert "61.8% in 2022-23" in told
    assert told.endswith(f"The forecast for 2025-26 {words}")


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("high is good", "It is below the English median (57.3%; high is good). "),
        ("low is good", "It is below the English median (57.3%; low is good). "),
        ("no judgement", "It is below the English median (57.3%). "),
    ],
)
def test_beside_a_median_the_reader_is_told_what_is_good(book, polarity, words):
    row = book.summary[book.summary["indicator_id"] == "carers_find_information_easy"].assign(polarity=polarity)
    assert words in plain(sentences.trends.each(row, ["carers_find_information_easy"], id="x"))[0]


def test_no_sentence_holds_a_hole_a_doubled_mark_or_a_small_beginning(book):
    for told in all_of(book):
        assert not re.search(r"\bnan\b|None|NaT|<NA>|–|  |\.\.|\s[.,;:]| $", told), told
        assert told.endswith("."), told
        for beginning in re.findall(r"(?:^|(?<!\be)\. )(\w)", told):
            assert beginning.isupper() or beginning.isdigit(), told


# --- counts of none, one and many ----------------------------------------------------------------------------


def states(book, *, over_time=(), against=(), polarity="low is good") -> pd.DataFrame:
    """Make a summary of series that stand as told."""
    count = max(len(over_time), len(against))
    rows = book.summary.iloc[[0] * count].reset_index(drop=True)
    return rows.assign(
        indicator=[f"Year {place} pupils" for place in range(count)],
        over_time=list(over_time) or "no clear change",
        against_reference=list(against) or "similar",
        polarity=polarity,
    )


@pytest.mark.parametrize(
    ("over_time", "words"),
    [
        (
            ["getting better"],
            "Of one series of indicators for X, one can be tested for a recent trend: one is getting better, none is "
            "getting worse and none shows no clear change. Getting better: year 0 pupils.",
        ),
        (
            ["getting better", "getting worse", "getting worse", "no clear change", "cannot be calculated"],
            "Of five series of indicators for X, four can be tested for a recent trend: one is getting better, two are "
            "getting worse and one shows no clear change. Getting better: year 0 pupils. Getting worse: year 1 pupils "
            "and year 2 pupils.",
        ),
        (
            ["cannot be calculated"] * 12,
            "Of 12 series of indicators for X, none can be tested for a recent trend.",
        ),
        (
            ["no clear change", "cannot be calculated"],
            "Of two series of indicators for X, one can be tested for a recent trend, and it shows no clear change.",
        ),
        (
            ["no clear change"] * 2,
            "Of two series of indicators for X, two can be tested for a recent trend, and none of them shows a clear "
            "change.",
        ),
        (
            ["getting worse", "no clear change", "no clear change"],
            "Of three series of indicators for X, three can be tested for a recent trend: none is getting better, one "
            "is getting worse and two show no clear change. Getting worse: year 0 pupils.",
        ),
        (
            ["increasing", "no clear change"],
            "Of two series of indicators for X, two can be tested for a recent trend: none is getting better, none is "
            "getting worse, one is increasing and one shows no clear change. Increasing: year 0 pupils.",
        ),
    ],
)
def test_trends_are_counted_in_sentences_that_agree(book, over_time, words):
    assert plain(sentences.trends.answer(states(book, over_time=over_time), area="X"))[0] == words


@pytest.mark.parametrize(
    ("against", "words"),
    [
        (["better", "worse", "worse"], "Against England, one is better, none is similar and two are worse."),
        (["higher"], "Against England, one is higher."),
        (
            ["similar", "lower", "lower"],
            "Against England, none is better, one is similar, none is worse and two are lower.",
        ),
        (
            ["above the English median"] * 2 + ["below the English median"],
            "Of those without limits, one is on the good side of the median of English authorities and two are on the "
            "wrong side of it.",
        ),
        (
            ["better", "not compared"],
            "Against England, one is better, none is similar and none is worse. One cannot be compared with England.",
        ),
        (["not compared"] * 2, "Two cannot be compared with England."),
    ],
)
def test_places_beside_england_are_counted_in_sentences_that_agree(book, against, words):
    rows = states(book, against=against)
    assert plain(sentences.trends.answer(rows, area="X"))[1] == words
    front = plain(sentences.front.answer(rows, book.slopes.iloc[:0], book.numbers.iloc[:0], book.targets.iloc[:0],
                                         area="X", period=PERIOD, years=YEARS))  # fmt: skip
    assert front[0].endswith(words)


ABOVE, BELOW, EQUAL = (f"{where} the English median" for where in ("above", "below", "equal to"))


@pytest.mark.parametrize(
    ("against", "polarity", "words"),
    [
        ([ABOVE], "high is good", "one is on the good side of the median of English authorities."),
        ([BELOW] * 2, "low is good", "two are on the good side of the median of English authorities."),
        ([BELOW], "high is good",
         "none is on the good side of the median of English authorities and one is on the wrong side of it."),
        ([ABOVE] * 2, "low is good",
         "none is on the good side of the median of English authorities and two are on the wrong side of it."),
        ([ABOVE, BELOW, BELOW, EQUAL, EQUAL], "high is good",
         "one is on the good side of the median of English authorities, two are on the wrong side of it and two are "
         "equal to it."),
        ([EQUAL], "high is good", "one is equal to the median of English authorities."),
        ([EQUAL, ABOVE, BELOW], "no judgement",
         "one is equal to the median of English authorities and two are on a side of it that is neither good nor "
         "wrong."),
        ([BELOW], "no judgement",
         "one is on a side of the median of English authorities that is neither good nor wrong."),
        ([ABOVE, ABOVE, ABOVE, BELOW, EQUAL],
         ["high is good", "low is good", "no judgement", "low is good", "no judgement"],
         "two are on the good side of the median of English authorities, one is on the wrong side of it, one is equal "
         "to it and one is on a side of it that is neither good nor wrong."),
    ],
)  # fmt: skip
def test_series_without_limits_are_counted_by_the_good_side_of_the_median(book, against, polarity, words):
    rows = states(book, against=against, polarity=polarity)
    assert plain(sentences.trends.answer(rows, area="X"))[1] == f"Of those without limits, {words}"
    # One with limits and one that is not compared are not counted among them.
    more = states(book, against=[*against, "similar", "not compared"], polarity="high is good").assign(
        polarity=[*rows["polarity"], "high is good", "high is good"]
    )
    assert plain(sentences.trends.answer(more, area="X"))[1] == (
        "Against England, none is better, one is similar and none is worse. Of those without limits, "
        f"{words} One cannot be compared with England."
    )


def test_the_front_page_and_the_chapter_count_the_same(book):
    chapter = plain(sentences.trends.answer(book.summary, area="Leicestershire"))
    own = book.slopes[book.slopes["area_code"] == AREA]
    front = plain(
        sentences.front.answer(book.summary, own, book.numbers, book.targets, area="X", period=PERIOD, years=YEARS)
    )
    assert chapter[1] in front[1]
    assert chapter[0].split("Leicestershire, ")[1] in front[1]


def test_a_name_keeps_its_capitals_inside_a_sentence(book):
    rows = states(book, over_time=["getting worse"] * 2).assign(indicator=["Children in Year 6", "GP visits"])
    assert "Getting worse: children in Year 6 and GP visits." in plain(sentences.trends.answer(rows, area="X"))[0]


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (0, "published by 29 May 2025, as far as the tables of this book hold them: where a series ends earlier, newer "
            "figures may exist."),
        (1, "One later value in the tables is left out, so that the forecasts can be held against it."),
        (3, "Three later values in the tables are left out, so that the forecasts can be held against them."),
        (12, "12 later values in the tables are left out, so that the forecasts can be held against them."),
    ],
)  # fmt: skip
def test_values_that_came_later_are_counted(later, words):
    history = pd.DataFrame({"value": [1.0] * 5})
    everything = pd.DataFrame({"value": [1.0] * (5 + later) + [np.nan]})
    (told,) = plain(sentences.trends.seen_until(AS_OF, history, everything))
    assert told.endswith(words)


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (["core funding"] * 2, "Of the activities without a sum, two have core funding."),
        (["blank in the source"], "Of the activities without a sum, one has an empty cell in the paper."),
        (["other funding"] * 2 + ["not applicable"],
         "Of the activities without a sum, two are paid from another fund and one is marked N/A."),
    ],
)  # fmt: skip
def test_activities_without_a_sum_are_counted(book, statuses, words):
    sums = book.numbers[(book.numbers["kind"] == "investment") & book.numbers["value"].notna()]
    blank = sums.iloc[: len(statuses)].assign(value=np.nan, status=statuses)
    told = plain(sentences.delivered.money(pd.concat([sums, blank]), book.activities, book.priorities, period=PERIOD))
    assert told[1] == words


def test_where_every_activity_has_an_exact_sum_nothing_is_said_of_others(book):
    exact = book.numbers[book.numbers["activity_id"] == "care-co-ordination"].assign(rounded_to=np.nan)
    told = plain(sentences.delivered.money(exact, book.activities, book.priorities, period=PERIOD))
    assert told == [
        "The sums that the paper prints for 2024-25 add up to £724,000. By priority: Upscaling Prevention and "
        "Self-Care £724,000."
    ]


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (["change only"], "The papers list one improvement, with the change alone."),
        (["words only"] * 2 + ["before and after"],
         "Of three improvements that the papers list, one comes with figures before and after and two in words only."),
    ],
)  # fmt: skip
def test_improvements_are_counted_by_how_they_come(book, evidence, words):
    rows = book.measures.iloc[: len(evidence)].assign(evidence=evidence, over_time="getting better")
    (told,) = plain(sentences.delivered.improvements(rows))
    assert told == words


def test_an_improvement_that_its_own_figures_deny_is_named_as_such(book):
    rows = book.measures.iloc[:2].assign(evidence="before and after", over_time=["getting worse", "getting better"])
    (told,) = plain(sentences.delivered.improvements(rows))
    assert told.endswith("By its figures, one became worse.")


def test_one_cost_has_no_range(book):
    told = plain(sentences.delivered.cost(book.costs[book.costs["activity_id"] == "system-one-shared-access"]))
    assert len(told) == 1
    assert told[0].startswith("The money divided by the number helped is £120 (System one shared access). ")


@pytest.mark.parametrize(
    ("weak", "words"),
    [
        (0, "No tenth behind these six slopes has a standard error above 2.5 years."),
        (1, "Behind one of six slopes stands at least one tenth whose life expectancy has a standard error above 2.5 "
            "years, because few people died there. This slope is shown as computed, but is unstable and not to be "
            "relied on."),
    ],
)  # fmt: skip
def test_unstable_slopes_are_counted(book, weak, words):
    slopes = book.slopes.assign(unstable=[place < weak for place in range(6)])
    told = plain(sentences.inequality.unstable(slopes, book.deciles, largest=2.5))
    assert told[0] == words
    assert len(told) == 1 + weak


def test_guidance_is_no_source_of_figures():
    sources = data.read_table("sources")
    assert "guidance" in set(sources["document_type"])
    (told,) = plain(sentences.sources.answer(sources, data.read_table("indicators")))
    assert told.startswith("The figures in this book come from ten published sources")


def test_one_source_and_one_indicator_agree():
    sources = data.read_table("sources")
    ours = sources[sources["document_type"] == "official statistics"].iloc[:1]
    (told,) = plain(sentences.sources.answer(ours, data.read_table("indicators").iloc[:1]))
    assert told == (
        "The figures in this book come from one published source, and each carries the place where it stands there. "
        "One is under the Open Government Licence. The book uses one indicator."
    )


# --- targets -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("met", "was met;"),
        ("missed", "was missed;"),
        ("on course", "is on course;"),
        ("off course", "is off course;"),
        ("not known", "cannot be judged yet;"),
    ],
)
def test_the_front_page_says_of_each_status_what_became_of_the_target(book, status, words):
    rows = book.targets.assign(status=status)
    told = plain(
        sentences.front.answer(
            book.summary, book.slopes.iloc[:0], book.numbers, rows, area="X", period=PERIOD, years=YEARS
        )
    )
    assert words in told[-1]


def test_a_target_still_to_come_is_told_with_its_forecast(book):
    row = book.targets.iloc[0].copy()
    row["status"], row["expected"], row["expected_period"] = "off course", 60.04, "2025-26"
    assert (
        Markup(sentences.delivered.target(row))
        .striptags()
        .endswith("The latest value is 61.8% in 2022-23. The forecast is 60.0% for 2025-26.")
    )


def test_what_is_not_known_of_a_target_is_not_said(book):
    row = book.targets.iloc[0].copy()
    row["status"] = "not known"
    row[["baseline", "baseline_period", "best_value", "best_period", "latest_value", "latest_period"]] = np.nan
    (told,) = plain(Sentences("x", [sentences.delivered.target(row)]))
    assert told == (
        "The target of 74% by 2021 for ‘People using services who find information easy to find’: not known."
    )


# --- other editions and missing values -----------------------------------------------------------------------


def test_a_series_of_one_value_is_told_without_what_it_lacks(book):
    row = book.summary[book.summary["indicator_id"] == "carer_quality_of_life"].assign(
        previous_value=np.nan, previous_period=None, against_reference="not compared"
    )
    (told,) = plain(sentences.trends.each(row, ["carer_quality_of_life"], id="x"))
    assert told == (
        "Quality of life of carers: 7.0 out of 12 in 2021-22. Trend not tested: it is published without a margin of "
        "error. No forecast: 3 values are known; a forecast needs at least 5."
    )


def test_an_edition_without_targets_activities_measures_or_deciles_says_only_what_it_knows(book):
    none = book.numbers.iloc[:0]
    front = sentences.front.answer(
        book.summary, book.slopes.iloc[:0], none, book.targets.iloc[:0], area="Wiltshire", period=PERIOD, years=""
    )
    assert len(front.parts) == 1
    assert front.parts[0].startswith("Of 16 series")
    opening = opening_of(
        book,
        activities=book.activities.iloc[:0],
        figures=none,
        measures=book.measures.iloc[:0],
        targets=book.targets.iloc[:0],
    )
    assert plain(opening) == ["The papers of this edition report no activities and no measures."]
    money = sentences.delivered.money(none, book.activities, book.priorities, period=PERIOD)
    assert money.kind == "nothing"
    assert sentences.delivered.cost(book.costs.iloc[:0]).kind == "nothing"
    assert sentences.delivered.improvements(book.measures.iloc[:0]).kind == "nothing"
    assert plain(sentences.trends.answer(book.summary.iloc[:0], area="Wiltshire")) == [
        "This edition has no series of indicators for Wiltshire."
    ]
    assert sentences.trends.each(book.summary, ["unheard_of"], id="x").parts == []


def test_activities_without_any_sum_are_still_counted(book):
    told = opening_of(
        book,
        activities=book.activities.iloc[:1],
        figures=book.numbers.iloc[:0],
        measures=book.measures.iloc[:0],
        targets=book.targets.iloc[:0],
    )
    assert plain(told) == ["The Board’s paper reports one activity, without a sum of money for 2024-25."]


def test_an_area_without_slopes_or_without_england_is_told_without_them(book):
    def answer(rows):
        (told,) = plain(sentences.inequality.answer(rows, area_code=AREA, reference=ENGLAND, period="2014-16"))
        return told

    assert answer(book.slopes.iloc[:0]).endswith("this edition has nothing to show here.")
    own = book.slopes[book.slopes["area_code"] == AREA]
    assert "The gap" not in answer(own)
    assert "women" not in answer(own[own["sex"] == "Male"])


def test_the_front_page_tells_the_gap_of_one_sex_and_one_the_other_way_round(book):
    women = book.slopes[(book.slopes["area_code"] == AREA) & (book.slopes["sex"] == "Female")].assign(sii=-0.51)
    none = book.targets.iloc[:0]
    told = plain(
        sentences.front.answer(book.summary, women, book.numbers, none, area="X", period=PERIOD, years="2014-16")
    )
    assert told[-1] == (
        "At the most deprived end of X, life expectancy in 2014-16 was 0.5 years longer for women than at the least "
        "deprived end."
    )


def test_the_front_page_tells_of_one_activity_with_a_sum(book):
    one = book.numbers[book.numbers["activity_id"] == "care-co-ordination"]
    told = plain(
        sentences.front.answer(
            book.summary.iloc[:0], book.slopes.iloc[:0], one, book.targets.iloc[:0], area="X", period=PERIOD, years=""
        )
    )
    assert told == ["The Board’s paper lists £724,000 of Better Care Fund money for one activity in X in 2024-25."]


def test_a_gap_the_other_way_round_is_told_as_such(book):
    own = book.slopes[(book.slopes["area_code"] == AREA) & (book.slopes["sex"] == "Female")]
    turned = own.assign(sii=-0.51, sii_lower=-2.91, sii_upper=1.89)
    (told,) = plain(sentences.inequality.answer(turned, area_code=AREA, reference=ENGLAND, period="2014-16"))
    assert "was longer than at the least deprived end by 0.51 years for women (95% interval −1.89 to 2.91)." in told


def test_a_gap_that_differs_for_men_and_women_is_told_for_each(book):
    rows = book.slopes.copy()
    men = (rows["area_code"] == AREA) & (rows["sex"] == "Male")
    rows.loc[men, ["sii", "sii_lower", "sii_upper"]] = [9.5, 8.0, 11.0]
    (told,) = plain(sentences.inequality.answer(rows, area_code=AREA, reference=ENGLAND, period="2014-16"))
    assert "The gap is similar to that of England for men (9.35 years there)." in told
    assert "The gap is smaller than that of England for women (7.27 years there)." in told


def test_an_edition_names_the_papers_that_it_reports_if_any():
    papers = data.read_table("sources", sources=PAPER)
    (told,) = plain(sentences.front.about("x-2024-25", PERIOD, AS_OF, papers, area="X"))
    assert told.startswith(
        "Edition x-2024-25: X in 2024-25, with figures likely to have been published by 29 May 2025. It is based on: "
        "Leicestershire Health and Wellbeing Board, Joint Health and Wellbeing Strategy progress update"
    )
    (told,) = plain(sentences.front.about("x-2024-25", PERIOD, AS_OF, papers.iloc[:0], area="X"))
    assert told.endswith("by 29 May 2025.")


# --- chances, hindsight, the most deprived fifth, children ---------------------------------------------------


def test_a_target_whose_day_comes_before_the_next_value_has_a_chance_in_each_year_ahead(book):
    (told,) = plain(sentences.trends.chances(book.chances.assign(chance=[0.021, 0.05, 0.5])))
    assert told == (
        "The next value for ‘People using services who find information easy to find’ is for a time after the date of "
        "its target, 74% by 2021. If things go on as before, the chance of reaching it is 2 in 100 for 2023-24, 5 in "
        "100 for 2024-25 and 50 in 100 for 2025-26."
    )


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "less than 1 in 100"),
        (0.0099, "less than 1 in 100"),
        (0.01, "1 in 100"),
        (0.5, "50 in 100"),
        (0.99, "99 in 100"),
        (0.9999, "more than 99 in 100"),
    ],
)
def test_a_target_to_come_has_the_chance_of_the_last_value_in_time(book, chance, words):
    rows = book.chances.assign(chance=[0.3, chance, 0.4], in_time=[True, True, False])
    (told,) = plain(sentences.trends.chances(rows))
    assert told == (
        "The target for ‘People using services who find information easy to find’ is 74% by 2021. If things go on as "
        f"before, the chance that the value for 2024-25 reaches it is {words}."
    )


def test_each_target_has_a_sentence_and_no_target_has_one_too(book):
    two = pd.concat([book.chances, book.chances.assign(target_id="another", indicator="Another")])
    assert len(plain(sentences.trends.chances(two))) == 2
    assert plain(sentences.trends.chances(book.chances.iloc[:0])) == [
        "No target of this edition has a series long enough to forecast."
    ]


def record_of(book, *, made: int, held: int, better: int, series: int) -> list[str]:
    past = pd.concat([book.past.iloc[[0]]] * made).assign(held=[place < held for place in range(made)])
    rows = pd.concat([book.record.iloc[[0]]] * series)
    rows = rows.assign(error=[1.0 if place < better else 3.0 for place in range(series)], unchanged_error=2.0)
    return plain(sentences.hindsight.record(past, rows))


@pytest.mark.parametrize(
    ("made", "held", "words"),
    [
        (1, 1, "one forecast whose outcome is known by now. The 95% limits held one, 100.0%: these are too few to "
               "judge the limits by."),
        (39, 0, "39 forecasts whose outcome is known by now. The 95% limits held none, 0.0%: these are too few to "
                "judge the limits by."),
        (100, 98, "100 forecasts whose outcome is known by now. The 95% limits held 98, 98.0%: more than they promise, "
                  "so they have been wider than they needed to be."),
        (100, 95, "100 forecasts whose outcome is known by now. The 95% limits held 95, 95.0%: about what they "
                  "promise."),
        (100, 92, "100 forecasts whose outcome is known by now. The 95% limits held 92, 92.0%: less than they "
                  "promise."),
    ],
)  # fmt: skip
def test_past_forecasts_are_counted_and_their_limits_judged(book, made, held, words):
    told = record_of(book, made=made, held=held, better=0, series=2)
    assert told[0] == f"Made in each earlier year, this book would have given {words}"


@pytest.mark.parametrize(
    ("better", "series", "words"),
    [(0, 3, "no series"), (1, 1, "that series"), (1, 3, "one of three series"), (2, 2, "both series")],
)
def test_the_forecast_is_set_beside_expecting_no_change(book, better, series, words):
    told = record_of(book, made=50, held=48, better=better, series=series)
    assert told[1].startswith(
        f"On average the forecast itself was nearer to what came than ‘no change’ would have been for {words}. "
    )


def test_the_books_own_record_agrees_with_its_table(book):
    # Independently: counted over the rows.
    made, held = len(book.past), sum(book.past["held"])
    told = plain(sentences.hindsight.record(book.past, book.record))[0]
    assert f"given {made} forecasts" in told
    assert f"held {held}, {100 * held / made:.1f}%" in told
    assert book.record["forecasts"].sum() == made


def test_the_record_leads_its_own_chapter_and_has_another_name_elsewhere(book):
    for rows in (book.past, book.past.iloc[:0]):
        usual = sentences.hindsight.record(rows, book.record)
        leading = sentences.hindsight.record(rows, book.record, id="forecasts-so-far", lead=True)
        assert (usual.id, usual.lead) == ("forecast-record", False)
        assert (leading.id, leading.lead) == ("forecasts-so-far", True)
        assert leading.parts == usual.parts


def test_without_past_forecasts_it_is_said_that_no_series_is_long_enough(book):
    assert plain(sentences.hindsight.record(book.past.iloc[:0], book.record.iloc[:0])) == [
        "No series is long enough to hold earlier forecasts against what came."
    ]


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ([True], "One value that this edition forecasts has been published since. The 95% limits held that value."),
        ([False], "One value that this edition forecasts has been published since. The 95% limits held no value."),
        ([True, False], "Two values that this edition forecasts have been published since. The 95% limits held one of "
                        "two values."),
        ([True] * 11, "11 values that this edition forecasts have been published since. The 95% limits held all 11 "
                      "values."),
    ],
)  # fmt: skip
def test_values_published_since_are_counted(book, held, words):
    rows = pd.concat([book.since.iloc[[0]]] * len(held)).assign(held=held)
    told = plain(sentences.hindsight.since(rows))
    assert told[0] == words
    assert len(told) == 1 + len(held)


def test_a_value_published_since_stands_beside_its_forecast(book):
    row = book.since.iloc[[0]].assign(forecast=27.62, lower=22.64, upper=33.21, level=90)
    told = plain(sentences.hindsight.since(row))
    assert "The 90% limits" in told[0]
    assert told[1] == "Adults living with obesity, 2024/25: 29.8%; the forecast was 27.6 (22.6 to 33.2)."


def test_where_nothing_was_published_since_it_is_said(book):
    assert plain(sentences.hindsight.since(book.since.iloc[:0])) == [
        "Nothing that this edition forecasts has been published since."
    ]


def test_a_most_deprived_fifth_that_lives_longer_is_told_as_such(book):
    men = book.fifths[book.fifths["sex"] == "Male"]
    turned = men.assign(most_deprived=81.5, rest=81.0, difference=-0.5, difference_lower=-1.5, difference_upper=0.5)
    (told,) = plain(sentences.inequality.core20(turned, area="X"))
    assert told.startswith(
        "In the most deprived fifth of X, life expectancy at birth was 81.5 years for men, against 81.0 in the rest: "
        "0.5 years longer (95% interval −0.5 to 1.5). Each figure"
    )


def gap_told(book, **trend) -> str:
    trends = book.gap_trends.assign(**trend)
    return plain(sentences.children.gap(book.gaps, trends))[1]


@pytest.mark.parametrize(
    ("trend", "words"),
    [
        ("increasing", "Over the last five years it has grown."),
        ("decreasing", "Over the last five years it has narrowed."),
        ("no significant change", "Over the last five years it shows no clear change."),
    ],
)
def test_the_trend_of_a_gap_is_told_in_words(book, trend, words):
    assert gap_told(book, trend=trend).endswith(f" in 2017/18. {words}")


def test_a_gap_without_a_trend_says_why(book):
    reason = "The series has 1 usable point, and the test needs 5."
    told = gap_told(book, trend="cannot be calculated", reason=reason)
    assert told.endswith("No trend can be told: the series has 1 usable point, and the test needs 5.")


def test_a_gap_of_one_year_and_one_age_is_told_once(book):
    one = book.gaps[(book.gaps["age"] == "10-11 yrs") & (book.gaps["period"] == "2017/18")]
    told = plain(sentences.children.gap(one, book.gap_trends))
    assert len(told) == 2
    assert told[1].startswith("Year 6 (10 to 11 years): the gap was 17.2 points (95% interval 16.8 to 17.5) in 2017/18")
    assert "2006" not in told[1]


def test_an_edition_without_deciles_or_children_says_so(book):
    told = [
        sentences.inequality.core20(book.fifths.iloc[:0], area="X"),
        sentences.children.gap(book.gaps.iloc[:0], book.gap_trends.iloc[:0]),
    ]
    assert all(plain(one)[0].endswith("this edition has nothing to show here.") for one in told)


def test_the_chapter_on_claims_opens_with_how_many_hold():
    verdicts = ["confirmed"] * 2 + ["differs"] + ["cannot be checked"] * 3
    (first, second) = sentences.reconcile.answer(pd.DataFrame({"verdict": verdicts})).parts
    assert first == (
        "Of six claims in the papers of this edition that rest on other figures, two are confirmed when computed again "
        "and one differs."
    )
    assert second.startswith("Three cannot be checked, because")
