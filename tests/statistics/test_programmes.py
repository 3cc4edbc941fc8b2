"""Whether programmes met what they promised: small tables whose outcome can be seen by eye."""

import pandas as pd
import pytest

from jhws.statistics import programme_results, programme_verdicts

FIGURES = pd.DataFrame(
    {
        "figure_id": ["d42", "d36", "d28", "p37", "r25", "aim"],
        "value": [42.0, 36.0, 28.0, 37.0, 25.0, 10.0],
        "unit": ["days", "days", "days", "%", "%", "days"],
    }
).assign(qualifier=None, stated="", area="Here", area_code="E1", period=None)
LINKS = ["before_id", "promised_id", "reached_id", "change_id", "change_from", "words"]


def measure(programme="a", kind="effect", polarity="low is good", **links):
    return {"programme_id": programme, "kind": kind, "polarity": polarity, **dict.fromkeys(LINKS), **links}


def results(*rows):
    return programme_results(pd.DataFrame(rows), FIGURES)


@pytest.mark.parametrize(
    ("links", "evidence", "against_promise", "over_time"),
    [
        (
            {"before_id": "d42", "promised_id": "d36", "reached_id": "d28"},
            "against its promise",
            "met",
            "getting better",
        ),
        (
            {"before_id": "d28", "promised_id": "d36", "reached_id": "d42"},
            "against its promise",
            "missed",
            "getting worse",
        ),
        ({"promised_id": "d36", "reached_id": "d36"}, "against its promise", "met", "cannot be calculated"),
        ({"before_id": "d42", "reached_id": "d28"}, "before and after", "no target", "getting better"),
        ({"reached_id": "d28"}, "level only", "no target", "cannot be calculated"),
        ({"words": "Shorter"}, "words only", "no target", "cannot be calculated"),
        ({"words": "Shorter", "promised_id": "d36"}, "words only", "not known", "cannot be calculated"),
        ({"promised_id": "d36"}, "promise only", "not known", "cannot be calculated"),
    ],
)
def test_a_measure_is_judged_by_what_its_paper_states(links, evidence, against_promise, over_time):
    row = results(measure(**links)).iloc[0]
    assert (row["evidence"], row["against_promise"], row["over_time"]) == (evidence, against_promise, over_time)


def test_a_change_from_a_promise_meets_it_and_one_from_before_is_a_change_only():
    found = results(
        measure(polarity="high is good", change_id="p37", change_from="promise"),
        measure(polarity="high is good", change_id="r25", change_from="before"),
    )
    assert found["against_promise"].tolist() == ["met", "no target"]
    assert found["over_time"].tolist() == ["cannot be calculated", "getting better"]
    assert found["evidence"].tolist() == ["against its promise", "change only"]


def test_a_programme_takes_its_strongest_evidence_and_a_promise_is_counted_once():
    found = results(
        measure(before_id="d42", promised_id="d36", reached_id="d28"),
        measure(before_id="d42", reached_id="d28"),
        measure(promised_id="aim"),
        measure("b", words="Better"),
        measure("b", promised_id="aim"),
        measure("c", kind="activity", polarity="no judgement", reached_id="d28"),
    )
    programmes = pd.DataFrame({"programme_id": ["a", "b", "c", "d"]})
    verdicts = programme_verdicts(programmes, found).set_index("programme_id")
    assert verdicts["verdict"].to_dict() == {
        "a": "against its promise",
        "b": "words only",
        "c": "activity only",
        "d": "nothing stated",
    }
    assert verdicts.loc["a", ["met", "missed", "better", "worse", "awaited"]].tolist() == [1, 0, 1, 0, 1]
    assert verdicts.loc["b", ["met", "awaited"]].tolist() == [0, 1]


def test_an_activity_is_never_an_effect_however_much_it_grew():
    found = results(measure(kind="activity", before_id="d28", promised_id="d36", reached_id="d42"))
    verdict = programme_verdicts(pd.DataFrame({"programme_id": ["a"]}), found).iloc[0]
    assert verdict["verdict"] == "activity only"
    assert verdict[["met", "missed", "better", "worse", "awaited"]].sum() == 0


def test_no_programmes_give_no_verdicts():
    none = pd.DataFrame({"programme_id": []}, dtype=str)
    empty = programme_results(pd.DataFrame(columns=[*measure()]), FIGURES)
    assert programme_verdicts(none, empty).empty
