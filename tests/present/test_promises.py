"""What was promised, and what has been done? Pictures, tables and sentences over the documents' own rows.

Words, dates and counts were typed by hand from the Board paper of 29 May 2025, Leicester's update of 2023-24, the
agenda pack of 11 November 2019 (items 10 and 11), Wiltshire's plan of 2023-25 (Table 3, Appendix D) and
Leicestershire's strategy of 2025-29.
"""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Figure, Nothing, Table

BOARD = ["leicestershire-hwb-2025-05-29"]
STRATEGY = ["leicestershire-asc-strategy-2025-29"]
PACK = ["leicestershire-asc-scrutiny-2019-11-11"]
LEICESTER = ["leicester-hws-delivery-2023-24"]
WILTSHIRE = ["wiltshire-bcf-plan-2023-25"]


@pytest.fixture(autouse=True)
def _close_pictures():
    yield
    plt.close("all")


def read_actions(sources: list[str]) -> pd.DataFrame:
    return data.read_table("actions", sources=sources)


def read_matrix(name: str, sources: list[str]) -> pd.DataFrame:
    rows = data.read_table("matrices", sources=sources)
    return rows[rows["matrix"] == name]


def read_priorities(sources: list[str]) -> pd.DataFrame:
    return statistics.priorities_updated(read_matrix("Themes and priorities", sources), read_actions(sources))


def read_milestones(programme: str, sources: list[str]) -> pd.DataFrame:
    rows = data.read_table("milestones", sources=sources)
    return rows[rows["programme"] == programme]


def cells(table: Table) -> dict[str, dict[str, str]]:
    """Read a table's HTML: the text of each cell by row heading and column heading."""
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    for line_break in page.find_all("br"):
        line_break.replace_with(" / ")
    return {
        row.find("th").get_text(): {cell["data-label"]: cell.get_text() for cell in row.find_all("td")}
        for row in page.select("tbody tr")
    }


def words(figure: Figure) -> list[str]:
    """List every word that is drawn inside a picture's axes."""
    return [text.get_text().replace("\n", " ") for text in figure.picture.axes[0].texts]


def answer(sources: list[str], as_of: str) -> list[str]:
    told = sentences.promises.answer(
        read_actions(sources), read_priorities(sources), data.read_interventions(sources), as_of=as_of
    )
    return [str(part) for part in told.parts]


# --- the answer ------------------------------------------------------------------------------------------------


def test_the_answer_for_leicester_counts_the_priorities_and_does_not_read_silence_as_nothing_done():
    (told,) = answer(LEICESTER, "2024-03-31")
    assert told.startswith("The plan has 19 priorities in five themes.")
    assert "reports on six of them; that it has nothing on the other 13 does not say that nothing was done" in told
    assert "It tells of 11 actions; for five the text has lost what the action is." in told
    assert told.endswith("nine give next steps and two give a risk.")


def test_the_answer_for_the_new_strategy_says_that_no_aim_has_a_measure():
    aims, dying_well = answer(BOARD + STRATEGY, "2025-05-29")
    assert aims.startswith("The strategy sets 70 aims under eight headings. None of them has a figure or a measure")
    assert aims.endswith("It names seven ways to judge its success as a whole, and ties none of them to an aim.")
    assert "14 actions, done, begun or planned, under three priorities" in dying_well
    assert "can be read for two" in dying_well


def test_the_answer_for_a_pack_of_papers_says_how_many_actions_are_reported_on_and_which_lie_ahead():
    (told,) = answer(PACK, "2019-11-11")
    rows = read_actions(PACK)
    rows = rows[rows["action"].notna()]
    assert f"The papers name {len(rows)} actions in {rows['strand'].nunique()} parts" in told
    assert "Lightbulb (17 of 18)" in told
    assert "63 are promised for a later year" in told
    # Nobody could report on the layers of a strategy that begins in 2020; on its ambitions there is no such year.
    assert told.endswith("largest parts without a report are Ambition (11), Environment (7) and Challenge (5).")


def test_a_few_later_promises_are_not_worth_a_sentence():
    (told,) = answer(WILTSHIRE, "2023-07-20")
    assert "later year" not in told
    assert "High Impact Change Model (13 of 14)" in told


# --- priorities, aims, updates ---------------------------------------------------------------------------------


def test_each_priority_is_a_box_with_its_number_under_its_theme():
    figure = figures.priorities(read_priorities(LEICESTER))
    drawn = words(figure)
    assert [word for word in drawn if word.isdigit()] == [str(number) for number in range(1, 20)]
    assert "D. Healthy Minds: two of four priorities" in drawn
    assert "Six of 19 have an update" in figure.caption
    assert "16. Towards no deaths from suicide in the city" in figure.alt.partition("None in the text: ")[2]


def test_the_table_of_priorities_has_the_reported_and_the_silent_ones_of_each_theme():
    found = cells(tables.priorities(read_priorities(LEICESTER)))
    assert found["E. Healthy Ageing"]["Update given"].startswith("17. Ageing comfortably")
    assert found["E. Healthy Ageing"]["None in the text"] == (
        "18. Independent living of older people, in their own homes and communities / "
        "19. Fewer falls among people aged 65 and over"
    )


def test_what_is_noted_of_silent_priorities_is_quoted_and_other_headings_are_not_priorities():
    told = sentences.promises.without_update(read_priorities(LEICESTER), read_actions(LEICESTER))
    assert told.parts == [
        "On 13 priorities without an update this book notes: ‘No slide on this priority is left in the text. "
        "Slides are lost, so an update may have been given.’"
    ]
    assert isinstance(sentences.promises.without_update(read_priorities(PACK), read_actions(PACK)), Nothing)


def test_the_aims_are_boxes_by_heading_and_only_a_direction_is_grey():
    figure = figures.aims(read_actions(STRATEGY))
    assert "Reduce need: eight aims" in words(figure)
    assert sum(word.isdigit() for word in words(figure)) == 70
    assert figure.caption.startswith("No aim has a figure or the name of a measure; 14 say only which way")
    assert "Reduce need 3 of 8" in figure.alt


def test_figures_of_today_stand_by_their_heading_and_are_not_called_measures():
    told = " ".join(sentences.promises.aims(statistics.aims_by_heading(read_actions(STRATEGY))).parts)
    assert "Reduce need (three)" in told
    assert "It does not say that an aim is to be held against them." in told
    assert "Delay need" in told.partition("Under ")[2]


def test_the_measures_of_success_that_the_strategy_names_are_shown_as_named():
    rows = read_actions(STRATEGY)
    found = cells(tables.actions(rows[rows["strand"] == "monitoring"], id="monitoring", title="Monitoring"))
    assert found["Ofsted's assessment of the Adult Learning Service."] == {
        "Measure in the document": "named here, without a figure"
    }
    assert found["Take an active part in regional benchmarking."] == {"Measure in the document": "none"}


def test_an_aim_with_a_direction_is_shown_with_the_word_for_it():
    rows = read_actions(STRATEGY)
    found = cells(tables.actions(rows[rows["heading"] == "Prevent need"], id="aims-prevent", title="Prevent need"))
    first = found["Raise the number of people from disadvantaged neighbourhoods who attend adult learning courses."]
    assert first["Measure in the document"] == "only a direction: more people"


def test_small_parts_are_drawn_together_and_every_action_is_counted():
    counts = pd.DataFrame(
        {"strand": ["large", "b", "c"], "actions": [9, 2, 1], "updated": [4, 1, 0], "with_risk": 0, "with_next_step": 0}
    )
    figure = figures.updates(counts, source="made up")
    assert words(figure) == ["large", "Two smaller parts", "4 of 9", "1 of 3"]
    assert "Of 12 actions, the documents say of 5 how far they are." in figure.caption


def test_where_every_action_is_reported_on_there_is_no_picture_of_updates():
    counts = statistics.count_updates(statistics.followed_up(read_actions(LEICESTER)))
    assert isinstance(figures.updates(counts, source="slides"), Nothing)


# --- tables of actions -----------------------------------------------------------------------------------------


def test_an_action_is_shown_with_progress_figures_risk_and_next_steps():
    rows = read_actions(LEICESTER)
    table = tables.actions(rows[rows["strand"] == "Healthy Start"], id="x", title="Healthy Start")
    peer = cells(table)["Peer Support Programme (perinatal)."]
    assert "Figures: 1 peer support worker" in peer["Progress"]
    assert peer["Risks"] == "Too few peer supporters with the right lived experience can be recruited."
    assert peer["Next steps"].startswith("Link with other VCSE organisations")
    assert cells(table)["Not stated: lost in the text."]["Progress"] == "told under next steps"
    assert "names a risk" in table.caption


def test_the_tables_of_a_theme_say_on_how_many_of_its_priorities_there_are_actions():
    titles = [table.title for table in tables.actions_by(read_actions(LEICESTER))]
    assert "Healthy Minds: actions on two of four priorities" in titles
    assert len(titles) == 5


def test_many_actions_are_folded_behind_their_titles_and_few_are_not():
    many = tables.actions_by(statistics.followed_up(read_actions(WILTSHIRE)))
    few = tables.actions_by(statistics.followed_up(read_actions(LEICESTER)))
    page = many[0]._repr_mimebundle_()["text/html"]
    assert f'<details class="exhibit-fold"><summary>{many[0].title}</summary>' in page
    assert all("<details" not in table._repr_mimebundle_()["text/html"] for table in few)


def test_a_title_from_data_is_never_markup():
    rows = read_actions(LEICESTER).head(2).assign(strand="<b>bold</b>", action="<i>", heading="h")
    table = tables.actions(rows, id="x", title="<b>bold</b>", folded=True)
    assert "<b>bold" not in table._repr_mimebundle_()["text/html"]
    assert "<i>" not in table.facts()["table"]


def test_every_strand_of_a_document_has_a_table_of_its_own_with_an_id_of_its_own():
    made = tables.actions_by(statistics.followed_up(read_actions(PACK)))
    assert len({table.id for table in made}) == len(made) == read_actions(PACK)["strand"].nunique()


def test_key_messages_stand_beside_what_is_recommended():
    rows = read_actions(PACK)
    rows = rows[(rows["strand"] == "Home care") & ~rows["heading"].str.startswith("Home care:")]
    table = tables.findings(rows, id="x", title="Messages", found="Found", asked="Recommended")
    assert table.caption == "12 messages, with 18 recommendations."
    found = cells(table)["Different payment rules could make home care visits more efficient"]
    assert "round to the nearest five minutes" in found["Recommended"]


def test_risks_name_their_action():
    found = cells(tables.risks(read_actions(WILTSHIRE)))
    assert found["Health inequality of rough sleepers"]["Part"] == "Housing"


# --- self-assessment -------------------------------------------------------------------------------------------


def test_the_self_assessment_has_fourteen_issues_and_says_which_has_no_progress():
    rows = read_matrix("High Impact Change Model self-assessment", WILTSHIRE)
    told = sentences.promises.self_assessment(rows, progress="Progress", plan="2023-24 Plan").parts[0]
    assert told.startswith("The assessment notes 14 issues under five changes.")
    assert "‘Progress’ is filled for 13 of 14 issues; it is not stated for ‘Gaps in service’." in told
    assert "‘2023-24 Plan’ is filled for all 14 issues." in told


def test_the_matrix_keeps_the_columns_that_were_asked_for_in_their_order():
    rows = read_matrix("High Impact Change Model self-assessment", WILTSHIRE)
    table = tables.matrix(rows, ["Issues noted", "Progress", "2023-24 Plan"], id="x", title="x", first="Issue")
    found = cells(table)
    nursing = found["Community nursing / 2. Target and tailor interventions and support for those most at risk"]
    assert nursing == {
        "Issues noted": "No 24-hour community nursing",
        "Progress": "The service now runs",
        "2023-24 Plan": "Monitor what it does to avoid hospital",
    }
    assert table.caption == "14 issues; ‘Progress’ is not stated for one."


# --- dying well ------------------------------------------------------------------------------------------------


def read_commitments() -> Figure:
    return figures.commitments(
        data.read_interventions(BOARD),
        data.read_table("commitments", sources=BOARD),
        data.read_table("workstreams", sources=BOARD),
        title="Dying Well",
    )


def test_only_links_that_the_paper_still_shows_are_drawn_as_sure():
    figure = read_commitments()
    assert "brought about: workstream 5" in figure.alt
    assert figure.alt.count(": workstream") == 2
    assert "legible for two of 14 actions; for five commitments the link is lost" in figure.caption
    assert words(figure).count("link lost in the text") == 5


def test_open_marks_stand_at_every_number_of_a_cell_that_several_actions_share():
    points = read_commitments().picture.axes[0].collections
    open_marks = {
        (float(point.get_offsets()[0][0]), float(point.get_offsets()[0][1]))
        for point in points
        if tuple(point.get_facecolor()[0][:3]) == (1.0, 1.0, 1.0)
    }
    # The cells '1 2 5 7' and '6' of Effective Transitions (row 4); '7' of Normalising End of Life Planning (row 8).
    assert open_marks == {(1.0, 4.0), (2.0, 4.0), (5.0, 4.0), (6.0, 4.0), (7.0, 8.0)}


def test_the_workstreams_are_named_with_the_actions_printed_beside_them():
    table = tables.workstreams(data.read_interventions(BOARD), data.read_table("workstreams", sources=BOARD))
    found = cells(table)
    assert found["3 Training and workforce development"]["Actions printed beside it"] == "2"
    assert found["1 Health equity in Palliative and End of Life Care (Y1A1)"] == {
        "Actions printed beside it": "0", "Actions that may belong to it": "5",
    }  # fmt: skip


# --- the strategy, milestones ----------------------------------------------------------------------------------


def test_the_strategy_is_counted_by_layer():
    rows = statistics.strategy_layers(read_actions(PACK))
    told = sentences.promises.strategy(rows, period="2020 to 2024").parts[0]
    assert "37 things that the council will do and 25 things that should be true" in told
    assert "Wellbeing 5 and 3, Prevent 10 and 7, Reduce 7 and 5, Delay 6 and 3 and Meet 9 and 7" in told
    assert "These papers report on none of them." in told


def test_the_timeline_of_home_care_draws_months_and_lists_seasons():
    rows = read_milestones("Home care: procurement", PACK)
    figure = figures.timeline(rows, id="x", title="Home care", as_of="2019-11-11")
    drawn = words(figure)
    assert "November 2019 (planned): Final design of the new service" in drawn
    assert "2 September 2019 (done): Timetable for recommissioning home care reported to the Committee" in drawn
    assert "as of 11 November 2019" in drawn
    assert "Procurement completed (Spring 2020)" in figure.caption
    assert not any("Spring" in word for word in drawn)
    assert len(figure.data) == len(rows)


def test_a_day_is_a_dot_and_a_month_a_bar_over_all_of_it_filled_up_to_the_editions_day():
    rows = pd.DataFrame(
        {
            "programme": "p", "milestone": ["day", "month"], "start": ["2023-07-01", None],
            "end": ["2023-07-01", "2023-07"], "date_stated": ["1 July", "July"], "status": [None, "not stated"],
            "note": None, "source_id": WILTSHIRE[0], "locator": "made up",
        }
    )  # fmt: skip
    axes = figures.timeline(rows, id="x", title="x", as_of="2023-07-21").picture.axes[0]
    assert len(axes.collections) == 1
    widths = [(bar.get_width(), bar.get_facecolor()[:3] == (1.0, 1.0, 1.0)) for bar in axes.patches]
    assert widths == [(20.0, False), (11.0, True)]
    assert [text.get_text() for text in axes.texts][:2] == ["1 July 2023: day", "July 2023: month"]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2022-10", None, "from October 2022"),
        (None, "2024-04", "April 2024"),
        ("2023-02", "2023-04", "February to April 2023"),
        ("2022-12", "2023-03", "December 2022 to March 2023"),
        ("2019-11-29", "2020-03-06", "29 November 2019 to 6 March 2020"),
        ("2023", None, "from 2023"),
        ("2023", "2025", "2023 to 2025"),
    ],
)
def test_dates_are_told_as_people_say_them(start, end, told):
    rows = pd.DataFrame(
        {
            "programme": ["p"], "milestone": ["it"], "start": pd.Series([start], dtype="str"),
            "end": pd.Series([end], dtype="str"), "date_stated": None, "status": None, "note": None,
            "source_id": WILTSHIRE, "locator": "made up",
        }
    )  # fmt: skip
    assert words(figures.timeline(rows, id="x", title="x", as_of="2023-07-20"))[0] == f"{told}: it"


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2023-07-20", "Of two dates, one lies before 20 July 2023; its mark is filled."),
        ("2024-07-20", "Of two dates, two lie before 20 July 2024; their marks are filled."),
    ],
)
def test_dates_that_have_passed_are_counted_in_words_that_agree(as_of, words):
    rows = pd.DataFrame(
        {
            "programme": "p", "milestone": ["first", "second"], "start": pd.Series([None, None], dtype="str"),
            "end": pd.Series(["2023-06", "2024-03"], dtype="str"), "date_stated": None, "status": None, "note": None,
            "source_id": WILTSHIRE * 2, "locator": "made up",
        }
    )  # fmt: skip
    assert figures.timeline(rows, id="x", title="x", as_of=as_of).caption.startswith(words)


def test_a_plan_whose_date_has_passed_is_told_with_what_this_book_notes_of_it():
    rows = read_milestones("Adults and Communities Strategy 2020-24", PACK)
    figure = figures.timeline(rows, id="x", title="x", as_of="2019-11-11")
    assert "Past, but still given as planned: Final strategy approved by Cabinet, 23 June 2019" in figure.caption
    assert "The year is as printed" in figure.caption


def test_milestones_of_several_programmes_are_drawn_with_their_programme():
    rows = data.read_table("milestones", sources=LEICESTER)
    figure = figures.timeline(rows, id="x", title="x", as_of="2024-03-31")
    assert any("CEIPS core service: Contract extended" in word for word in words(figure))


def test_milestones_without_a_date_are_in_the_table_in_the_documents_words():
    rows = read_milestones("Neighbourhood Collaboratives", WILTSHIRE)
    table = tables.milestones(rows, id="x", title="x")
    found = cells(table)
    assert found["A Neighbourhood Collaborative in each area of Wiltshire"]["When, as stated"] == "April '24"
    assert found["Pathfinder: publish the first report"]["When, as stated"] == "not stated"
    assert table.caption == "12 milestones, three of them without a day or a month."


# --- nothing ---------------------------------------------------------------------------------------------------


def test_an_edition_without_promises_shows_nothing_and_does_not_fail():
    actions, matrices = read_actions([]), data.read_table("matrices", sources=[])
    priorities, interventions = read_priorities([]), data.read_interventions([])
    milestones, workstreams = data.read_table("milestones", sources=[]), data.read_table("workstreams", sources=[])
    shown = [
        sentences.promises.answer(actions, priorities, interventions, as_of="2025-05-29"),
        sentences.promises.without_update(priorities, actions),
        sentences.promises.aims(statistics.aims_by_heading(actions)),
        sentences.promises.strategy(statistics.strategy_layers(actions), period="x"),
        sentences.promises.self_assessment(matrices, progress="Progress", plan="Plan"),
        figures.priorities(priorities),
        figures.aims(actions),
        figures.updates(statistics.count_updates(actions), source=""),
        figures.commitments(interventions, data.read_table("commitments", sources=[]), workstreams, title="x"),
        figures.timeline(milestones, id="x", title="x", as_of="2025-05-29"),
        tables.actions(actions, id="x", title="x"),
        tables.findings(actions, id="x", title="x", found="x", asked="y"),
        tables.priorities(priorities),
        tables.matrix(matrices, ["x"], id="x", title="x"),
        tables.milestones(milestones, id="x", title="x"),
        tables.workstreams(interventions, workstreams),
        tables.risks(actions),
    ]
    assert all(isinstance(exhibit, Nothing) for exhibit in shown)
    assert tables.actions_by(actions) == []


def test_no_missing_value_is_written_as_such_in_any_table():
    for sources in (STRATEGY, PACK, LEICESTER, WILTSHIRE):
        for table in tables.actions_by(read_actions(sources)):
            text = BeautifulSoup(Markup(table.facts()["table"]), "html.parser").get_text(" ")
            assert " nan " not in text
            assert "None" not in text.replace("None of", "")
