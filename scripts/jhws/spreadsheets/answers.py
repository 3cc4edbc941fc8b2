"""What the analyst answered about a spreadsheet: kept in a file, so that it need not be asked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jhws.faults import Fault, FaultsError

IGNORE = "ignore"
_MAX_LETTERS = 100_000


class IdRule(BaseModel):
    """How names are made from words: those of a column, and an ending that tells this year's from another's."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: str = Field(alias="from")
    ending: str = ""


class Answers(BaseModel):
    """Answers to questions about one spreadsheet; each is written where the question says.

    Parameters
    ----------
    sheet
        Name of the sheet to read.
    header_row
        Number of the row of headings, as the spreadsheet counts.
    columns
        For a heading: the field that it fills, ``ignore``, or a field with values of other fields
        (``{field: value, kind: beneficiaries}``): then each such column makes a row of its own.
    multiply
        For a heading in thousands or millions: what its numbers are multiplied by.
    same_for_all
        Fields that are the same in all rows.
    ids
        How the rows' own names are made.
    words
        For a field: what a word of the spreadsheet means in the table.
    cells
        For a cell ('C7'): the text to take instead; blank for none.
    rows
        For a row: ``keep`` or ``leave out``.
    replace
        Whether rows that the table has already, with other values, are replaced.
    """

    model_config = ConfigDict(extra="forbid")

    sheet: str = ""
    header_row: int = Field(default=0, ge=0)
    columns: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    multiply: dict[str, int | float] = Field(default_factory=dict)
    same_for_all: dict[str, str] = Field(default_factory=dict)
    ids: IdRule | None = None
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    cells: dict[str, str] = Field(default_factory=dict)
    rows: dict[int, Literal["keep", "leave out"]] = Field(default_factory=dict)
    replace: bool = False

    def with_answer(self, path: tuple[Any, ...], answer: Any) -> Answers:
        """Give these answers and one more, put where `path` says.

        Raises
        ------
        ValueError
            The answer is not of the kind that is asked for there.
        """
        content = self.model_dump(by_alias=True, exclude_defaults=True)
        part = content
        for key in path[:-1]:
            part = part.setdefault(key, {})
        part[path[-1]] = answer
        return Answers.model_validate(content)


def load_answers(path: Path) -> Answers:
    """Read a file of answers; none where there is no such file yet.

    Raises
    ------
    FaultsError
        The file is no YAML, or holds keys or values that are no answers.
    """
    if not path.exists():
        return Answers()
    try:
        text = path.read_text(encoding="utf-8-sig")
        if len(text) > _MAX_LETTERS:
            raise FaultsError([Fault(path.name, "", "", f"it has more than {_MAX_LETTERS:,} letters.", "Shorten it.")])
        # Every value as the text that stands there: ‘2025-26’ and ‘no’ stay words.
        content = yaml.load(text, yaml.BaseLoader) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        rule = f"the answers cannot be read: {str(error).splitlines()[0]}."
        raise FaultsError([Fault(path.name, "", "", rule, "Write them as YAML in UTF-8.")]) from None
    try:
        return Answers.model_validate(content)
    except ValidationError as error:
        remedy = f"The keys are {', '.join(Answers.model_fields)}."
        faults = [
            Fault(path.name, f"key {' '.join(str(part) for part in problem['loc'])}", "", f"{problem['msg']}.", remedy)
            for problem in error.errors()
        ]
        raise FaultsError(faults) from None


def save_answers(answers: Answers, path: Path) -> None:
    """Write answers to their file."""
    content = answers.model_dump(by_alias=True, exclude_defaults=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8", newline="\n")
