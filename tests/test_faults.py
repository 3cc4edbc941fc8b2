"""Faults are told so that a person can act on them: in a reader's order, and many of one kind in one line."""

from jhws.faults import Fault, fold


def of_row(row: int, value: str = "Apr-23", rule: str = "not a period.") -> Fault:
    return Fault("data/t.csv", f"row {row}, field period", value, rule, "Type it again.")


def test_a_few_faults_of_a_kind_stand_on_a_line_each():
    assert list(fold([of_row(10), of_row(9)])) == [
        "data/t.csv, row 9, field period: found “Apr-23”; not a period. Type it again.",
        "data/t.csv, row 10, field period: found “Apr-23”; not a period. Type it again.",
    ]


def test_many_faults_of_a_kind_share_a_line_that_names_the_first_rows_and_values():
    faults = [of_row(row, value=f"Apr-{row}") for row in range(2, 9)]
    assert list(fold(faults)) == [
        "data/t.csv, rows 2, 3, 4 and 4 more, field period: found “Apr-2”, “Apr-3”, “Apr-4” and others; not a period. "
        "Type it again."
    ]


def test_faults_of_other_kinds_keep_their_own_lines():
    faults = [*(of_row(row) for row in range(2, 9)), of_row(3, rule="another rule.")]
    assert len(list(fold(faults))) == 2
