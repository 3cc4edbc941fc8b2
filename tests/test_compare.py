"""Two editions compared on the terminal, and what ‘jhws check’ tells of a draft."""

import pytest

from jhws.compare import compare_editions, tell_changes, tell_progress
from jhws.faults import FaultsError
from jhws.next_edition import begin_next_edition

BEFORE, NEW = "leicestershire-2024-25", "leicestershire-2025-26"


def test_a_value_that_was_entered_anew_and_one_that_was_revised_are_told(copy_of_project, edit):
    begin_next_edition(BEFORE, NEW, copy_of_project)
    first = tell_changes(compare_editions(BEFORE, NEW, copy_of_project))
    assert "none is revised" in first
    smoking = copy_of_project / "data" / "observations" / "smoking.csv"
    edit("data/observations/smoking.csv", "2022,9.4,7.0", "2022,9.7,7.0")
    row = "smoking_prevalence,E10000018,Persons,18+ yrs,,,2023,9.0,7.0,11.0,,,,,ons-smoking-habits,APS\n"
    smoking.write_text(smoking.read_text(encoding="utf-8") + row, encoding="utf-8")
    changes = compare_editions(BEFORE, NEW, copy_of_project)
    told = changes[(changes["table"] == "smoking") & (changes["change"] != "the same")]
    assert dict(zip(told["period"], told["change"], strict=True)) == {"2022": "revised", "2023": "new"}
    assert told.set_index("period").loc["2022", ["value_then", "value"]].tolist() == [9.4, 9.7]
    assert "one is revised" in tell_changes(changes)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("wiltshire-2023-25", BEFORE), "two editions of one area are compared."),
        ((BEFORE, "leicestershire-2019-20"), "which is not earlier."),
        (("nosuch", BEFORE), "there is no such edition"),
    ],
)
def test_editions_that_cannot_be_compared_are_told(names, told, project):
    with pytest.raises(FaultsError) as raised:
        compare_editions(*names, project)
    assert told in str(raised.value.faults[0])


def test_a_draft_tells_what_is_missing_until_nothing_is(copy_of_project):
    made = begin_next_edition(BEFORE, NEW, copy_of_project)
    lines = list(tell_progress(copy_of_project))
    assert f"{NEW} is a draft: {len(made.wanted) - 2} of {len(made.wanted)} lines are still missing." in lines
    lists = made.wanted.drop(columns="found").assign(settled="not this year")
    lists.to_csv(made.needs, index=False)
    assert f"{NEW} is a draft, and nothing is missing: take ‘draft: true’ out of its file." in tell_progress(
        copy_of_project
    )
