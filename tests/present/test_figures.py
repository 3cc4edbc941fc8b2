"""Every picture of the book, drawn from the project's own tables.

Numbers in alt texts and captions were typed by hand: the sums from the Board paper of 29 May 2025, the official
figures from their publishers' tables, the slope indices from an independent fit (see tests/statistics). What a
forecast said is held by the tests of statistics; here only the values that came are typed.
"""

from itertools import combinations
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Annotation, Text

from jhws import data, statistics
from jhws.present import figures
from jhws.present.exhibit import Figure, Sentences

AREA, ENGLAND, AS_OF, PERIOD = "E10000018", "E92000001", "2025-05-29", "2024-25"
NEIGHBOURS = ["E06000016", "E06000017", "E06000054"]
TABLES = ["local_statistics", "smoking", "child_weight", "adult_social_care"]
PAPER = ["leicestershire-hwb-2025-05-29"]
BY = ["indicator_id", "sex"]
TOPICS = {
    "long-life": ["healthy_life_expectancy", "preventable_cvd_mortality_under_75", "early_cancer_diagnosis"],
    "habits": ["smoking_prevalence", "adult_obesity_prevalence", "year6_overweight"],
    "feelings": ["life_satisfaction", "anxiety"],
    "experience": [
        "service_users_find_information_easy",
        "carers_find_information_easy",
        "service_user_quality_of_life",
        "carer_quality_of_life",
    ],
    "services": ["no_further_support_after_reablement", "requests_resulting_in_service", "workforce_turnover"],
}


@pytest.fixture(scope="module")
def delivered() -> SimpleNamespace:
    activities = data.read_activities(PAPER)
    numbers = data.read_table("activity_figures", sources=PAPER)
    costs = statistics.unit_costs(numbers).merge(activities[["activity_id", "activity"]])
    measures = statistics.measure_progress(data.read_table("measures", sources=PAPER))
    return SimpleNamespace(activities=activities, numbers=numbers, costs=costs, measures=measures)


@pytest.fixture(scope="module")
def trends() -> dict[str, pd.DataFrame]:
    history = data.read_observations(*TABLES, areas=[AREA], as_of=AS_OF)
    country = data.read_observations(*TABLES, areas=[ENGLAND], as_of=AS_OF)
    forecasts = statistics.forecast_series(history, by=BY, horizon=3)
    return {
        "history": history,
        "reference": country,
        "others": data.read_observations(*TABLES, areas=NEIGHBOURS, as_of=AS_OF),
        "forecasts": forecasts,
        "targets": data.read_targets(AREA, as_of=AS_OF),
        "summary": statistics.summarise_series(history, country, forecasts, by=BY),
    }


@pytest.fixture(scope="module")
def past(trends) -> pd.DataFrame:
    return statistics.past_forecasts(trends["history"], by=BY, horizon=3)


@pytest.fixture(scope="module")
def latest() -> pd.DataFrame:
    rows = data.read_observations(*TABLES, areas=[AREA, ENGLAND, *NEIGHBOURS], as_of=AS_OF)
    return statistics.latest_values(rows, by=[*BY, "area_code"])


@pytest.fixture(scope="module")
def children() -> SimpleNamespace:
    deciles = data.read_deciles("child_obesity_by_decile", as_of=AS_OF)
    gaps = statistics.slope_index_of_inequality(
        deciles,
        quantile="decile",
        population="denominator",
        count="count",
        value_type="proportion",
        multiplier=-100,
        by=["age", "period"],
    )
    return SimpleNamespace(deciles=deciles, gaps=gaps)


@pytest.fixture(scope="module")
def inequality() -> SimpleNamespace:
    groups = ["area_code", "area_name", "sex"]
    areas = [AREA, *data.districts_of(AREA), ENGLAND, *NEIGHBOURS]
    deciles = data.read_deciles("life_expectancy_by_decile", areas=areas, as_of=AS_OF)
    deciles = statistics.limits_from_standard_error(deciles, value="value", standard_error="standard_error")
    slopes = statistics.slope_index_of_inequality(
        deciles,
        quantile="decile",
        population="denominator",
        value="value",
        standard_error="standard_error",
        by=groups,
    )
    slopes = statistics.mark_unstable(slopes, deciles, by=groups, standard_error="standard_error", largest=3.0)
    own = deciles[deciles["area_code"] == AREA]
    lines = statistics.slope_line(
        own, quantile="decile", population="denominator", value="value", standard_error="standard_error", by="sex"
    )
    return SimpleNamespace(
        deciles=deciles, slopes=slopes, own=own, own_slopes=slopes[slopes["area_code"] == AREA], lines=lines
    )


@pytest.fixture(scope="module")
def drawn(delivered, trends, inequality, past, latest, children) -> dict[str, Figure]:
    found = [
        figures.investment(delivered.activities, delivered.numbers, area="Leicestershire", period=PERIOD),
        figures.cost_for_each(delivered.costs, source="the Board paper"),
        figures.days_before_and_after(delivered.measures),
        figures.changes(delivered.measures),
        figures.gradient(inequality.own, inequality.own_slopes, inequality.lines, area="Leicestershire"),
        figures.slope_index(inequality.slopes, area_code=AREA, source="PHE", period="2014-16"),
        figures.last_forecasts(statistics.last_forecasts(past, by=BY), source="the publishers"),
        figures.neighbours(latest, area_code=AREA),
        figures.obesity_by_decile(children.deciles),
        figures.obesity_gap(children.gaps, source="the publisher"),
    ]
    found += [
        figures.trend_panels(id, id, indicators, **trends, area="Leicestershire") for id, indicators in TOPICS.items()
    ]
    yield {figure.id: figure for figure in found}
    plt.close("all")


ALL = ["investment-by-activity", "cost-for-each", "days-before-and-after", "changes", "life-expectancy-gradient"]
ALL += ["slope-index-by-area", "last-forecasts", "neighbours", "child-obesity-by-decile", "child-obesity-gap"]
ALL += list(TOPICS)


# --- what they say -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("investment-by-activity", "Bar chart of 22 sums of money, largest first: Domiciliary care £15 million, "),
        ("investment-by-activity", "Therapy £5.4 million and Nursing care £4.8 million; the smallest is "),
        ("investment-by-activity", "System one shared access £15,000."),
        ("cost-for-each", "Dot plot of 19 costs, dearest first: Nursing care £20,300"),
        ("cost-for-each", "the least is Urgent Care Centres £18."),
        ("changes", "Capacity of the reablement service +40%"),
        ("changes", "People given housing support by the Housing Enablement Team more than +35%"),
        ("changes", "Use of beds on discharge pathway 2 −36%"),
        ("changes", "People admitted to hospital after a fall in a care home about −50%."),
        ("days-before-and-after", "pathway 1: 4.0 days before, 2.0 after;"),
        ("days-before-and-after", "pathway 2: 11.5 days before, 7.5 after;"),
        ("days-before-and-after", "pathway 3: 18.0 days before, 17.5 after."),
        ("life-expectancy-gradient", "Men: 76.7 years in the most deprived tenth, 82.5 in the least deprived"),
        ("life-expectancy-gradient", "the line rises by 6.24 years."),
        ("life-expectancy-gradient", "the line rises by 5.27 years."),
        ("slope-index-by-area", "Interval plots of 12 areas, largest gap first."),
        ("slope-index-by-area", "Men: Leicestershire 6.24 years (5.34 to 7.14), ratio 1.080;"),
        ("slope-index-by-area", "Women: Leicestershire 5.27 years (4.37 to 6.16), ratio 1.065;"),
        ("slope-index-by-area", "largest Oadby and Wigston 13.5, smallest Harborough 1.2."),
        ("long-life", "Healthy life expectancy at birth, women: 65.4 years in 2011-13, 62.6 years in 2021-23"),
        ("long-life", "before 75: 52.4 per 100,000 in 2001-03, 26.3 per 100,000 in 2021-23"),
        ("habits", "Three line charts. Adults who smoke: 19.3% in 2012, 9.4% in 2022"),
        ("feelings", "Two line charts. Satisfaction with life: 7.50 out of 10 in 2011-12, 7.38 out of 10 in 2022-23"),
        (
            "experience",
            "67.1% in 2015-16, 61.8% in 2022-23, trend: cannot be calculated, target 74% by 2021, forecast ",
        ),
        ("habits", "9.4% in 2022, trend: no clear change, forecast "),
        ("services", "Turnover of the social care workforce: 31.6% in 2016-17, 34.2% in 2022-23"),
        ("last-forecasts", "Inside its bar: all 14 dots. Adults living with obesity 2023/24: forecast "),
        ("last-forecasts", ", value 27.3%. Anxiety 2022-23: forecast "),
        ("last-forecasts", "Children in Year 6 who are overweight or obese 2021/22: forecast "),
        ("neighbours", "Nine panels of dots with limits. Adults living with obesity (%), 2023/24: "),
        ("neighbours", "Leicestershire 27.3 (25.5 to 29.1), Wiltshire 27.0 (24.0 to 30.0), Leicester 26.6"),
        ("neighbours", "Adults who smoke (%), 2022: Leicester 13.1 (9.7 to 16.5), England 12.7 (12.3 to 13.0)"),
        ("child-obesity-by-decile", "Two line charts of ten tenths. Reception (4 to 5 years): most deprived tenth "),
        ("child-obesity-by-decile", "most deprived tenth 12.1% in 2006/07 and 12.8% in 2017/18; least deprived tenth "),
        ("child-obesity-by-decile", "least deprived tenth 12.1% in 2006/07 and 11.7% in 2017/18."),
        ("child-obesity-gap", "Two lines with limits. Reception (4 to 5 years): 5.8 points "),
        ("child-obesity-gap", "Year 6 (10 to 11 years): 10.7 points (10.2 to 11.2) in 2006/07, 17.2 points "),
    ],
)
def test_the_alt_text_holds_the_figures_of_the_source(drawn, id, words):
    assert words in drawn[id].alt


@pytest.mark.parametrize("id", ALL)
def test_no_words_of_a_figure_hold_a_hole_of_the_program(drawn, id):
    figure = drawn[id]
    told = f"{figure.title} {figure.caption} {figure.alt}"
    assert not any(hole in told for hole in ("nan", "None", "NaT", "<NA>", "–", "  ", ".."))
    assert figure.caption.endswith(".")
    assert figure.alt.endswith(".")


def test_captions_say_what_is_shown(drawn):
    assert drawn["investment-by-activity"].caption == (
        "Of 22 sums that the paper states, the largest is for Domiciliary care."
    )
    assert drawn["days-before-and-after"].caption == "Fewer days after than before in all three rows."
    assert "hollow" in drawn["services"].caption
    assert "hollow" not in drawn["habits"].caption
    assert drawn["last-forecasts"].caption.endswith("The limits held all 14 values.")
    assert drawn["neighbours"].caption == "Dots are the latest published values with their 95% limits."
    assert "England, thin lines are Leicester, Rutland and Wiltshire." in drawn["habits"].caption
    assert "cross is a target" in drawn["experience"].caption
    assert "cross" not in drawn["habits"].caption


def test_the_caption_names_the_levels_of_the_forecast(trends, drawn):
    assert "95 cases of 100, the darker one in 80 cases of 100" in drawn["habits"].caption
    forecasts = statistics.forecast_series(trends["history"], by=BY, horizon=2, levels=(90,))
    figure = figures.trend_panels(
        "one", "One", ["anxiety"], **(trends | {"forecasts": forecasts}), area="Leicestershire"
    )
    assert "in 90 cases of 100." in figure.caption
    assert "95" not in figure.caption
    assert figure.alt.startswith("One line chart. Anxiety: 3.54 out of 10 in 2011-12")
    plt.close(figure.picture)


@pytest.mark.parametrize(
    ("id", "grey"),
    [
        ("habits", "England"),
        ("long-life", "England"),
        ("experience", "the median of English authorities"),
        ("services", "the median of English authorities"),
    ],
)
def test_the_grey_line_is_told_for_what_it_is(drawn, id, grey):
    # Social care is published without limits, and for England there is the median of its authorities.
    assert f"with their limits where there are any; the grey line is {grey}, thin lines are " in drawn[id].caption


def test_a_series_is_told_from_its_first_value_that_compares_with_the_later_ones(drawn, trends):
    # By hand: 2015-16 has another definition; the series goes on from 2016-17.
    series = trends["history"][trends["history"]["indicator_id"] == "requests_resulting_in_service"]
    assert series["comparable"].tolist() == [False] + [True] * (len(series) - 1)
    assert "Requests for support that lead to a service: 2,570 per 100,000 adults in 2016-17, " in drawn["services"].alt
    changed = trends | {"history": series.assign(comparable=False)}
    figure = figures.trend_panels("x", "x", ["requests_resulting_in_service"], **changed, area="X")
    assert "Requests for support that lead to a service: 1,174 per 100,000 adults in 2015-16, " in figure.alt
    plt.close(figure.picture)


def test_the_file_of_the_slopes_says_of_which_years_in_which_unit_and_from_where(drawn):
    rows = drawn["slope-index-by-area"].data
    assert set(rows[["period", "unit", "source"]].itertuples(index=False, name=None)) == {("2014-16", "years", "PHE")}


# --- what they hold ------------------------------------------------------------------------------------------


def test_the_money_drawn_adds_up_to_the_papers_sums(drawn):
    sums = [724160, 3834762, 262053, 985000, 199000, 1000000, 286760, 2650000]
    sums += [15000, 1700000, 5400000, 2000000, 15000000, 108000, 229630, 4800000, 976170, 1000000]
    sums += [366863, 341251, 916000, 198000]
    assert sorted(drawn["investment-by-activity"].data["value"]) == sorted(sums)


def test_every_bar_is_as_long_as_its_sum(drawn):
    (axes,) = drawn["investment-by-activity"].picture.axes
    lengths = [bar.get_width() * 1e6 for bar in axes.patches]
    assert lengths == pytest.approx(drawn["investment-by-activity"].data["value"].tolist())


def test_the_years_drawn_and_the_forecast_are_in_the_data(drawn):
    rows = drawn["habits"].data
    smoking = rows[(rows["indicator_id"] == "smoking_prevalence") & (rows["area_code"] == AREA)]
    assert smoking.loc[smoking["period"] == "2022", "value"].round(1).tolist() == [9.4]
    assert smoking.loc[smoking["kind"] == "forecast", "period"].tolist() == ["2023", "2024", "2025"]
    assert smoking.loc[smoking["kind"] == "forecast", ["forecast", "lower_95", "upper_80"]].notna().all(axis=None)


def test_every_line_of_the_trend_panels_is_in_the_data(drawn):
    rows = drawn["habits"].data
    smoking = rows[(rows["indicator_id"] == "smoking_prevalence") & (rows["period"] == "2022")]
    assert smoking.set_index("area_code")["value"].round(1).to_dict() == {
        AREA: 9.4,
        ENGLAND: 12.7,
        "E06000016": 13.1,
        "E06000017": 9.5,
        "E06000054": 10.2,
    }


def test_the_rows_of_the_trend_panels_say_what_they_are_of(drawn):
    rows = drawn["experience"].data
    assert rows[["indicator", "unit", "area_name"]].notna().all(axis=None)
    names = rows.set_index("area_code")["area_name"].to_dict()
    # Social care measures have a median of English authorities, and no value of the country.
    assert (names[ENGLAND], names[AREA]) == ("English median", "Leicestershire")
    assert set(drawn["habits"].data.loc[lambda rows: rows["area_code"] == ENGLAND, "area_name"]) == {"England"}


@pytest.mark.parametrize(
    ("area", "indicator", "words"),
    [
        ("E06000054", "anxiety", "England, the thin line is Wiltshire."),
        ("E06000054", "life_satisfaction", "the grey line is England."),
        ("nowhere", "anxiety", "the grey line is England."),
    ],
)
def test_only_areas_with_a_line_are_named(trends, area, indicator, words):
    rows = trends["others"]
    rows = rows[(rows["area_code"] == area) & (rows["indicator_id"] == indicator)]
    figure = figures.trend_panels("x", "X", ["anxiety"], **(trends | {"others": rows}), area="X")
    assert words in figure.caption
    plt.close(figure.picture)


def test_the_heading_of_a_panel_holds_the_word_and_the_shape_of_its_trend(drawn):
    headings = [axes.get_title(loc="left") for axes in drawn["habits"].picture.axes]
    assert headings[0] == "Adults who smoke\n% · trend: ◆ no clear change"
    assert headings[2].endswith("% · trend: × cannot be calculated")


def test_a_series_without_a_row_in_the_summary_has_no_trend(trends):
    figure = figures.trend_panels("x", "X", ["anxiety"], **(trends | {"summary": trends["summary"].iloc[:0]}), area="X")
    assert ", trend: cannot be calculated," in figure.alt
    plt.close(figure.picture)


def test_the_ten_tenths_of_each_sex_are_drawn_with_their_limits(drawn):
    rows = drawn["life-expectancy-gradient"].data
    assert rows.groupby("sex")["decile"].apply(list).to_dict() == {
        "Male": list(range(1, 11)),
        "Female": list(range(1, 11)),
    }
    for axes in drawn["life-expectancy-gradient"].picture.axes:
        assert len(axes.collections[1].get_offsets()) == 10


def test_a_line_of_the_gradient_rises_by_the_slope_index(drawn):
    rises = [
        line.get_ydata()[-1] - line.get_ydata()[0]
        for axes in drawn["life-expectancy-gradient"].picture.axes
        for line in axes.get_lines()
    ]
    assert rises == [pytest.approx(6.24, abs=0.005), pytest.approx(5.27, abs=0.005)]


def test_the_line_of_the_gradient_is_shaded_by_its_limits(drawn, inequality):
    for axes, sex in zip(drawn["life-expectancy-gradient"].picture.axes, ("Male", "Female"), strict=True):
        line = inequality.lines[inequality.lines["sex"] == sex]
        shade = axes.collections[2].get_paths()[0].get_extents()
        assert [shade.y0, shade.y1] == pytest.approx([line["lower"].min(), line["upper"].max()])


def test_areas_stand_in_order_of_their_gap_and_unstable_ones_are_marked(drawn):
    men, ratios, women, _ = drawn["slope-index-by-area"].picture.axes
    names = [label.get_text() for label in men.get_yticklabels()]
    assert names[:2] == ["Oadby and Wigston *", "England"]
    assert names[-1] == "Harborough"
    assert len(women.get_yticklabels()) == 12
    dots = ratios.collections[1].get_offsets()
    # By hand: a line from 77.6 to 83.9 years has a ratio of ends of 1.080.
    assert dots[names.index("Leicestershire")][0] == pytest.approx(1.080, abs=5e-4)


def test_a_value_lies_in_its_bar_as_far_from_the_forecast_as_its_limits_say(past):
    # By hand: half way to the upper limit, on the lower limit, and beyond it by half of the distance.
    rows = (
        statistics.last_forecasts(past, by=BY)
        .iloc[:3]
        .assign(forecast=[10.0, 10, 10], lower_95=[9.0, 6, 8], upper_95=[14.0, 11, 12], actual=[12.0, 6, 7])
    )
    figure = figures.last_forecasts(rows.assign(held=[True, True, False]), source="x")
    (axes,) = figure.picture.axes
    dots = axes.collections[-1].get_offsets()
    assert dots[:, 0].tolist() == pytest.approx([0.5, -1, -1.5])
    assert axes.get_xlim()[0] < -1.5
    assert figure.caption.endswith("The limits held two of three values.")
    assert figure.alt.startswith("Inside its bar: two of three dots.")
    plt.close(figure.picture)


def test_neighbours_stand_highest_first_with_the_own_area_in_bold(drawn):
    panel = drawn["neighbours"].picture.axes[0]
    labels = {label.get_text(): label.get_fontweight() for label in panel.get_yticklabels()}
    assert list(labels) == ["Leicestershire", "Wiltshire", "Leicester", "England", "Rutland"]
    assert [name for name, weight in labels.items() if weight == "bold"] == ["Leicestershire"]


def test_where_periods_differ_between_areas_it_is_said(latest):
    rows = latest[latest["indicator_id"] == "smoking_prevalence"]
    older = rows.assign(period=rows["period"].where(rows["area_code"] != "E06000017", "2021"))
    figure = figures.neighbours(older, area_code=AREA)
    assert figure.caption.endswith("; where areas publish at different times, their periods differ.")
    assert "Adults who smoke (%): Leicester" in figure.alt
    assert figure.alt.startswith("One panel of dots")
    plt.close(figure.picture)


def test_series_without_limits_or_without_the_own_area_are_not_among_the_neighbours(drawn, latest):
    assert "carer_quality_of_life" not in set(drawn["neighbours"].data["indicator_id"])
    assert isinstance(figures.neighbours(latest[latest["area_code"] != AREA], area_code=AREA), Sentences)


def test_a_gap_that_closes_below_zero_is_still_inside_the_picture(children):
    figure = figures.obesity_gap(children.gaps.assign(sii=-1.0, sii_lower=-2.0, sii_upper=-0.5), source="x")
    low, high = figure.picture.axes[0].get_ylim()
    assert low < -2
    assert high >= 0
    plt.close(figure.picture)


def test_a_single_year_and_a_single_age_are_told_once(children):
    deciles = children.deciles[(children.deciles["age"] == "10-11 yrs") & (children.deciles["period"] == "2017/18")]
    gaps = children.gaps[(children.gaps["age"] == "10-11 yrs") & (children.gaps["period"] == "2017/18")]
    lines, gap = figures.obesity_by_decile(deciles), figures.obesity_gap(gaps, source="x")
    assert lines.alt == (
        "One line chart of ten tenths. Year 6 (10 to 11 years): most deprived tenth 26.8% in 2017/18; least deprived "
        "tenth 11.7% in 2017/18."
    )
    assert gap.alt == "One line with limits. Year 6 (10 to 11 years): 17.2 points (16.8 to 17.5) in 2017/18."
    for figure in (lines, gap):
        plt.close(figure.picture)


# --- how they look -------------------------------------------------------------------------------------------


def texts(figure: Figure) -> list[Text]:
    """Draw a figure and list the words that are seen: tick labels beyond the ends of their axis are not."""
    figure.picture.canvas.draw()
    unseen = set()
    for axes in figure.picture.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = [tick for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high]
            unseen |= {label for tick in ticks for label in (tick.label1, tick.label2)}
    found = figure.picture.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible())
    return [text for text in found if text.get_text().strip() and text not in unseen]


def cut(figure: Figure) -> list[str]:
    """List the words that reach beyond the part of the picture that is saved."""
    found = texts(figure)
    saved = figure.picture.get_tightbbox().padded(0.1)
    inches = [(text.get_text(), text.get_window_extent().transformed(figure.picture.dpi_scale_trans.inverted()))
              for text in found]  # fmt: skip
    return [
        words
        for words, box in inches
        if box.x0 < saved.x0 or box.x1 > saved.x1 or box.y0 < saved.y0 or box.y1 > saved.y1
    ]


@pytest.mark.parametrize("id", ALL)
def test_no_word_is_cut(drawn, id):
    assert len(texts(drawn[id])) > 4
    assert cut(drawn[id]) == []


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    found = []
    for one, other in combinations(texts(figure), 2):
        first, second = one.get_window_extent(), other.get_window_extent()
        lap_x = min(first.x1, second.x1) - max(first.x0, second.x0)
        lap_y = min(first.y1, second.y1) - max(first.y0, second.y0)
        if min(lap_x, lap_y) > 1:
            found.append((one.get_text(), other.get_text()))
    return found


@pytest.mark.parametrize("id", ALL)
def test_no_label_lies_on_another(drawn, id):
    assert overlapping(drawn[id]) == []


@pytest.mark.parametrize("horizon", [1, 10])
def test_labels_keep_apart_and_whole_however_far_an_edition_looks_ahead(trends, horizon):
    forecasts = statistics.forecast_series(trends["history"], by=BY, horizon=horizon)
    for id, indicators in TOPICS.items():
        figure = figures.trend_panels(id, id, indicators, **(trends | {"forecasts": forecasts}), area="Leicestershire")
        assert overlapping(figure) == []
        assert cut(figure) == []
        assert figure.picture.get_tightbbox().width < 5.2
        plt.close(figure.picture)


@pytest.mark.parametrize("date", ["2016-06-30", "2018-12-31", "2023-12-31", "2030-12-31"])
def test_a_target_of_any_date_has_its_label_inside_the_picture(trends, date):
    targets = trends["targets"].assign(target_date=pd.Timestamp(date))
    figure = figures.trend_panels("x", "X", TOPICS["experience"], **(trends | {"targets": targets}), area="X")
    assert overlapping(figure) == []
    assert cut(figure) == []
    assert figure.picture.get_tightbbox().width < 5.2
    plt.close(figure.picture)


@pytest.mark.parametrize("id", ALL)
def test_a_picture_is_hardly_wider_than_a_phone_shows_legibly(drawn, id):
    drawn[id].picture.canvas.draw()
    assert drawn[id].picture.get_tightbbox().width < 5.2


@pytest.mark.parametrize("id", ALL)
def test_the_smallest_words_are_legible(drawn, id):
    assert min(text.get_fontsize() for text in texts(drawn[id])) >= 9


# --- other editions ------------------------------------------------------------------------------------------


def test_where_nothing_is_known_a_sentence_stands_instead_of_an_empty_picture(
    delivered, trends, inequality, past, latest, children
):
    none = delivered.numbers.iloc[:0]
    empty = [
        figures.investment(delivered.activities, none, area="Wiltshire", period=PERIOD),
        figures.investment(delivered.activities, delivered.numbers, area="Wiltshire", period="2031-32"),
        figures.cost_for_each(delivered.costs.iloc[:0], source=""),
        figures.days_before_and_after(delivered.measures.iloc[:0]),
        figures.changes(delivered.measures.iloc[:0]),
        figures.trend_panels("none", "None", ["unheard_of"], **trends, area="Wiltshire"),
        figures.gradient(
            inequality.own.iloc[:0], inequality.slopes.iloc[:0], inequality.lines.iloc[:0], area="Wiltshire"
        ),
        figures.last_forecasts(statistics.last_forecasts(past.iloc[:0], by=BY), source=""),
        figures.neighbours(latest.iloc[:0], area_code=AREA),
        figures.obesity_by_decile(children.deciles.iloc[:0]),
        figures.obesity_gap(children.gaps.iloc[:0], source=""),
        figures.slope_index(inequality.slopes.iloc[:0], area_code="x", source="", period=""),
    ]
    assert all(isinstance(found, Sentences) for found in empty)
    assert all(found.parts[0].endswith("this edition has nothing to show here.") for found in empty)


def test_an_area_alone_and_one_sex_alone_can_be_drawn(inequality):
    own = inequality.slopes[(inequality.slopes["area_code"] == AREA) & (inequality.slopes["sex"] == "Male")]
    figure = figures.slope_index(own, area_code=AREA, source="PHE", period="2014-16")
    assert figure.alt.startswith("Interval plots of one area, largest gap first. Men: Leicestershire 6.24 years")
    assert "star" not in figure.caption
    plt.close(figure.picture)


def test_an_area_that_is_not_among_those_compared_is_not_made_up(inequality):
    others = inequality.slopes[inequality.slopes["area_code"] != AREA]
    figure = figures.slope_index(others, area_code=AREA, source="PHE", period="2014-16")
    assert "Leicestershire 6" not in figure.alt
    plt.close(figure.picture)


def test_one_sum_is_told_once(delivered):
    one = delivered.numbers[(delivered.numbers["activity_id"] == "nursing-care")]
    figure = figures.investment(delivered.activities, one, area="Leicestershire", period=PERIOD)
    assert figure.alt == "Bar chart of one sum of money, largest first: Nursing care £4.8 million."
    plt.close(figure.picture)


def test_a_stay_that_became_longer_has_its_labels_on_the_right_sides(delivered):
    rows = delivered.measures[delivered.measures["measure_id"] == "length-of-stay-pathway-2"]
    figure = figures.days_before_and_after(rows.assign(baseline=2.0, latest=11.0))
    assert figure.caption == "Fewer days after than before in no row."
    sides = {text.get_text(): text.get_ha() for text in texts(figure) if isinstance(text, Annotation)}
    assert (sides["2 before"], sides["11 after"]) == ("right", "left")
    plt.close(figure.picture)
