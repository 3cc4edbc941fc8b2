"""Show what was understood of a spreadsheet, and ask about the rest, on the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from rich.console import Group
from rich.text import Text

from jhws.spreadsheets.answers import IGNORE, Answers
from jhws.spreadsheets.understand import Question, Understood
from jhws.terminal import plain_table

_SHOWN = 12


def preview(understood: Understood) -> Group:
    """Set out how the columns were understood, the first rows as they would be written, and what to know of them."""
    columns = plain_table("Columns", ["Heading", "Field"], understood.columns.items())
    parts: list[Any] = [columns]
    if understood.rows:
        # Source and place take the width of the others; they are told once.
        names = [name for name in understood.rows[0] if any(row[name] for row in understood.rows)]
        names = [name for name in names if name not in {"source_id", "locator"}]
        shown = [[row[name] for name in names] for row in understood.rows[:_SHOWN]]
        count = len(understood.rows)
        title = f"{count} {'row' if count == 1 else 'rows'} for the table {understood.table}"
        more = f", of which the first {_SHOWN}" if count > _SHOWN else ""
        parts.append(plain_table(f"{title}{more}", names, shown))
        first = understood.rows[0]
        if "locator" in first:
            parts.append(Text(f"Source of the first row: {first['source_id']}, {first['locator']}"))
    return Group(*parts, *(Text(f"Note: {remark}") for remark in understood.remarks))


def ask(understand: Callable[[Answers], Understood], answers: Answers, prompt: Callable[[str], str]) -> Answers:
    """Ask one question after the other until none is left.

    Parameters
    ----------
    understand
        Reads the spreadsheet with some answers.
    answers
        What was answered before.
    prompt
        Shows a question and gives what was typed.
    """
    while questions := understand(answers).questions:
        question = questions[0]
        try:
            answers = answers.with_answer(question.path, _answer(question, prompt(_as_text(question))))
        except (ValidationError, ValueError) as error:
            prompt(f"That is no answer here ({str(error).splitlines()[-1].strip()}). Press Enter to try again")
    return answers


def _as_text(question: Question) -> str:
    found = f" “{question.value[:80]}”" if question.value else ""
    where = f"{question.place}{found}: " if question.place or found else ""
    choices = f"\n  for instance: {', '.join(question.choices)}" if question.choices else ""
    return f"{where}{question.rule}{choices}"


def _answer(question: Question, typed: str) -> Any:
    """Read what was typed; for a column ‘value, kind=beneficiaries’ names a field and values of others."""
    typed = typed.strip()
    if not typed:
        raise ValueError("nothing was typed")
    if question.path[0] == "columns" and typed != IGNORE and "," in typed:
        name, *others = (part.strip() for part in typed.split(","))
        return {"field": name} | dict(part.split("=", 1) for part in others)
    return typed
