"""Understand a spreadsheet as rows of a table; whatever is not certain becomes a question, never a guess."""

from __future__ import annotations

import csv
import difflib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from jhws.data import describe_tables, read_table
from jhws.faults import Fault, FaultsError
from jhws.spreadsheets.answers import IGNORE, Answers
from jhws.spreadsheets.figures import is_not_applicable, plain, read_figure
from jhws.spreadsheets.read import Cell, Sheet, place_of

_HEAD_WITHIN = 40
_TOTALS = {"total", "totals", "subtotal", "sum", "grandtotal", "overall", "all"}
_IN_THOUSANDS = re.compile(r"£\s*(k|m)\b|['’]?\b000s?\b|\b(thousands?|millions?)\b|(£k|£m)", re.IGNORECASE)
# What the book fills by its own rules beside a figure, where the table has a column for it.
_BESIDE_FIGURE = ("qualifier", "unit", "status", "stated", "rounded_to")


@dataclass(frozen=True)
class Question:
    """What could not be told from a spreadsheet, and where in the answers its answer belongs."""

    place: str
    value: str
    rule: str
    path: tuple[Any, ...]
    choices: tuple[str, ...] = ()

    def as_fault(self, file: str) -> Fault:
        """Tell the question as a fault whose remedy is the answer to write."""
        where = ": ".join(str(key) for key in self.path)
        near = f" ({', '.join(self.choices)})" if self.choices else ""
        return Fault(file, self.place, self.value[:80], self.rule, f"Answer under ‘{where}’{near}.")


@dataclass(frozen=True)
class Understood:
    """What a spreadsheet says: tidy rows, where each was read, what to know about them, and what is to be asked."""

    table: str
    rows: list[dict[str, str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def understand(
    sheets: list[Sheet], table: str, answers: Answers, *, source: str, locator: str, project: Path
) -> Understood:
    """Read the rows of a table out of a spreadsheet.

    Parameters
    ----------
    sheets
        As `read_sheets` gives them.
    table
        Name of a table of the data package.
    answers
        What the analyst answered so far.
    source
        Id of the source that the spreadsheet was taken from.
    locator
        Where in the source all rows stand; each row's own sheet and row unless given.
    project
        The project's folder.

    Returns
    -------
    Understood
        With questions, the rows are as far as they could be understood; a row is to be written only without any.

    Raises
    ------
    FaultsError
        There is no such table or source.
    """
    shape = Shape.of(table, project)
    _check_source(source, shape, project)
    if "sheet" not in answers.model_fields_set or not answers.sheet:
        chosen = sheets if len(sheets) == 1 else [sheet for sheet in sheets if _find_head(sheet, shape, answers)]
    else:
        chosen = [sheet for sheet in sheets if sheet.name == answers.sheet]
    if len(chosen) != 1:
        names = tuple(sheet.name for sheet in sheets)
        rule = (
            "none of the sheets is certain to hold the table." if not chosen else "several sheets may hold the table."
        )
        return Understood(table, questions=[Question("", ", ".join(names), rule, ("sheet",), names)])
    reader = _Reader(chosen[0], shape, answers, source, locator, project)
    others = [sheet.name for sheet in sheets if sheet is not chosen[0]]
    if others:
        reader.remarks.append(f"not read: the sheets {', '.join(others)}")
    return reader.read()


@dataclass(frozen=True)
class Shape:
    """What a table's schema asks of a row."""

    table: str
    fields: dict[str, dict[str, Any]]
    key: list[str]
    looked_up: dict[str, str]

    @classmethod
    def of(cls, table: str, project: Path) -> Shape:
        """Read a table's schema; a `FaultsError` where there is no such table."""
        tables = describe_tables(project)
        if table not in tables:
            near = difflib.get_close_matches(table, tables, n=1)
            remedy = f"Is it {near[0]}, mistyped?" if near else f"There are {', '.join(tables)}."
            raise FaultsError([Fault("--table", "", table, "there is no such table.", remedy)])
        folder = project / "data"
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        schema = next(part["schema"] for part in package["resources"] if part["name"] == table)
        schema = schema if isinstance(schema, dict) else json.loads((folder / schema).read_text(encoding="utf-8"))
        keys = [key for key in schema.get("foreignKeys", []) if len(key["fields"]) == 1]
        looked_up = {key["fields"][0]: key["reference"]["resource"] or table for key in keys}
        return cls(table, tables[table]["fields"], schema.get("primaryKey", []), looked_up)

    @cached_property
    def names(self) -> dict[str, str]:
        """Give for each way to write a heading the field that it means; a field's name goes before a title."""
        titles: dict[str, list[str]] = {}
        for name, about in self.fields.items():
            titles.setdefault(_plain(about["title"]), []).append(name)
        by_title = {title: names[0] for title, names in titles.items() if len(names) == 1}
        return {**by_title, **{_plain(name): name for name in self.fields}}

    @property
    def own_id(self) -> str:
        """Name the field that holds a row's own name, where it has a single one that is not looked up."""
        single = len(self.key) == 1 and self.key[0].endswith("_id") and self.key[0] not in self.looked_up
        return self.key[0] if single else ""

    def is_number(self, name: str) -> bool:
        """Tell whether a field holds numbers."""
        return self.fields[name]["type"] in {"number", "integer"}

    def allowed(self, name: str) -> list[str]:
        """List the words that a field allows; none where it allows any."""
        return self.fields.get(name, {}).get("constraints", {}).get("enum", [])

    def required(self) -> list[str]:
        """List the fields that every row fills."""
        return [name for name, about in self.fields.items() if about.get("constraints", {}).get("required")]


def _check_source(source: str, shape: Shape, project: Path) -> None:
    if "locator" not in shape.fields:
        return
    known = read_table("sources", project=project)["source_id"].tolist()
    if source not in known:
        rule = "every row names its source." if not source else "the table sources has no such source."
        remedy = f"There are {', '.join(known)}; add a new one to data/sources.csv first."
        raise FaultsError([Fault("--source", "", source, rule, remedy)])


@dataclass(frozen=True)
class _Head:
    """Where the headings stand, and the heading of each column."""

    last_row: int
    names: list[str]


def _find_head(sheet: Sheet, shape: Shape, answers: Answers) -> _Head | None:
    """Find the row of headings: the first of those that name the most fields, two at least; merged heads above it."""
    if answers.header_row:
        return _head_at(sheet, answers.header_row - 1) if answers.header_row <= len(sheet.rows) else None
    best, best_score = None, 1
    for number in range(min(len(sheet.rows), _HEAD_WITHIN)):
        head = _head_at(sheet, number)
        score = len({_field_of(name, shape, answers) for name in head.names} - {""})
        # Of headings in two rows, joined by merged cells, the lower row tells the columns apart.
        below = best is not None and number == best.last_row + 1 and score == best_score
        if score > best_score or below:
            best, best_score = head, score
    return best


def _head_at(sheet: Sheet, number: int) -> _Head:
    """Give each column its heading; the merged one above goes before it where the row has the same words twice."""
    above = [_one_line(cell.text) for cell in sheet.rows[number - 1]] if number else []
    # A title over the whole sheet stands above everything, and is no head of columns.
    over = above if len(set(filter(None, above))) > 1 else []
    own = [_one_line(cell.text) for cell in sheet.rows[number]]
    names = []
    for column, name in enumerate(own):
        head = over[column] if over and (not name or own.count(name) > 1) else ""
        names.append(", ".join(dict.fromkeys(filter(None, [head, name]))))
    letters = [place_of(0, column)[:-1] for column in range(len(names))]
    twice = {name for name in names if name and names.count(name) > 1}
    return _Head(
        number,
        [f"{name} (column {letter})" if name in twice else name for name, letter in zip(names, letters, strict=True)],
    )


def _field_of(heading: str, shape: Shape, answers: Answers) -> str:
    """Name the field that a heading means by itself or by an answer; blank where it means none."""
    if heading in answers.columns:
        answer = answers.columns[heading]
        return answer["field"] if isinstance(answer, dict) and "field" in answer else str(answer)
    return shape.names.get(_plain(heading), "")


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.casefold())


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _Reader:
    """One sheet, one table: reads the rows and gathers what is to be told and asked."""

    def __init__(self, sheet: Sheet, shape: Shape, answers: Answers, source: str, locator: str, project: Path) -> None:
        self.sheet, self.shape, self.answers, self.project = sheet, shape, answers, project
        self.source, self.locator = source, locator
        self.remarks = list(sheet.remarks)
        self.questions: list[Question] = []
        self.columns: dict[int, tuple[str, dict[str, str]]] = {}
        self.head = _Head(0, [])

    def read(self) -> Understood:
        head = _find_head(self.sheet, self.shape, self.answers)
        if head is None:
            rule = f"no row names two of the table’s columns ({', '.join(self.shape.fields)})."
            self._ask("", "", rule, ("header_row",))
            return self._result([], [])
        self.head = head
        self._map_columns()
        self._check_required()
        rows, places = [], []
        # Questions about the columns come first: what a cell means depends on its column.
        if not self.questions:
            for number in self._data_rows():
                for row, place in self._tidy(number):
                    rows.append(row)
                    places.append(place)
            rows, places = self._without_known(rows, places)
        return self._result(rows, places)

    def _result(self, rows: list[dict[str, str]], places: list[str]) -> Understood:
        columns = {self.head.names[place]: _describe(*meaning) for place, meaning in self.columns.items()}
        return Understood(self.shape.table, rows, places, columns, self.remarks, self.questions)

    def _ask(self, place: str, value: str, rule: str, path: tuple[Any, ...], choices: Iterable[str] = ()) -> None:
        where = ", ".join(filter(None, [f"sheet {self.sheet.name}", place]))
        question = Question(where, value, rule, path, tuple(choices))
        if question.path not in {other.path for other in self.questions}:
            self.questions.append(question)

    def _map_columns(self) -> None:
        for place, heading in enumerate(self.head.names):
            below = [row[place].text for row in self.sheet.rows[self.head.last_row + 1 :] if place < len(row)]
            if not heading and not any(below):
                continue
            letter = place_of(0, place)[:-1]
            if not heading:
                self._ask(f"column {letter}", "", "the column has no heading.", ("header_row",))
                continue
            answer = self.answers.columns.get(heading)
            if answer == IGNORE:
                self.remarks.append(f"the column “{heading}” is ignored, as answered")
                continue
            fixed = {name: word for name, word in answer.items() if name != "field"} if isinstance(answer, dict) else {}
            name = _field_of(heading, self.shape, self.answers)
            if name not in self.shape.fields or not set(fixed) <= set(self.shape.fields):
                self._ask(f"column {letter}", heading, self._what_column(heading), ("columns", heading),
                          [*self._near(heading), IGNORE])  # fmt: skip
                continue
            if self.shape.is_number(name) and _IN_THOUSANDS.search(heading) and heading not in self.answers.multiply:
                rule = "the heading may say that the numbers are in thousands or millions: what are they multiplied by?"
                self._ask(f"column {letter}", heading, rule, ("multiply", heading), ["1", "1000", "1000000"])
            self.columns[place] = (name, fixed)
        taken = [(name, tuple(sorted(fixed.items()))) for name, fixed in self.columns.values()]
        for place, (name, fixed) in self.columns.items():
            if taken.count((name, tuple(sorted(fixed.items())))) > 1:
                heading = self.head.names[place]
                rule = f"another column fills the field {name} too: which of them?"
                self._ask(f"column {place_of(0, place)[:-1]}", heading, rule, ("columns", heading), [IGNORE])

    def _what_column(self, heading: str) -> str:
        for name in self.shape.fields:
            if _plain(heading) in {_plain(word) for word in self.shape.allowed(name)}:
                return (
                    f"no field of the table; if its cells are figures of the {name} ‘{heading}’, name the field and it."
                )
        return "the heading is none of the table’s fields: which one does it fill?"

    def _near(self, heading: str) -> list[str]:
        near = difflib.get_close_matches(_plain(heading), self.shape.names, n=3, cutoff=0.5)
        return list(dict.fromkeys(self.shape.names[name] for name in near))

    def _check_required(self) -> None:
        """Ask for fields that every row fills and that neither a column, an answer nor a rule of the book gives."""
        given = {name for name, _ in self.columns.values()} | {
            key for _, fixed in self.columns.values() for key in fixed
        }
        given |= {*self.answers.same_for_all, "source_id", "locator"} if "locator" in self.shape.fields else set()
        given |= set(self.answers.same_for_all)
        for name in self.answers.same_for_all:
            if name not in self.shape.fields:
                self._ask("", name, "the table has no such field.", ("same_for_all", name), self.shape.fields)
        if "value" in given and "stated" in self.shape.fields:
            given |= set(_BESIDE_FIGURE)
        missing = [name for name in self.shape.required() if name not in given]
        if self.shape.own_id in missing:
            missing.remove(self.shape.own_id)
            if self.answers.ids is None:
                rule = f"each row needs a name of its own, {self.shape.own_id}: from which field is it made?"
                texts = [name for name, _ in self.columns.values() if not self.shape.is_number(name)]
                self._ask("", "", rule, ("ids", "from"), texts)
        if self.columns or missing:
            for name in missing if not any(question.path[0] == "columns" for question in self.questions) else []:
                title = self.shape.fields[name]["description"]
                rule = f"no column fills the field {name} ({title.rstrip('.')}): is it the same for all rows?"
                self._ask("", "", rule, ("same_for_all", name), self.shape.allowed(name))

    def _data_rows(self) -> Iterator[int]:
        """Give the rows that hold data; say what is left out, and ask about totals."""
        head = [_one_line(cell.text) for cell in self.sheet.rows[self.head.last_row]]
        for number in range(self.head.last_row + 1, len(self.sheet.rows)):
            texts = [_one_line(cell.text) for cell in self.sheet.rows[number]]
            filled = list(dict.fromkeys(filter(None, texts)))
            answer = self.answers.rows.get(number + 1)
            if not filled or answer == "leave out":
                continue
            alone = len(filled) == 1 and len(self.columns) > 1
            if answer != "keep" and (texts == head or alone):
                what = "the headings again" if texts == head else "a heading or a note"
                self.remarks.append(f"row {number + 1} is left out, {what}: “{filled[0][:60]}”")
                continue
            if answer != "keep" and _plain(filled[0]) in _TOTALS:
                rule = "the row looks like a total, which the book adds up itself."
                self._ask(f"row {number + 1}", filled[0], rule, ("rows", number + 1), ["leave out", "keep"])
                continue
            yield number

    def _tidy(self, number: int) -> Iterator[tuple[dict[str, str], str]]:
        """Make of one row of the sheet the rows of the table: one, or one for each column that is a kind of figure."""
        several: list[int | None] = [place for place, (_, fixed) in self.columns.items() if fixed]
        common = {place for place in self.columns if place not in several}
        base = dict.fromkeys(self.shape.fields, "") | self.answers.same_for_all
        for column in sorted(common):
            base |= self._cell(number, column, base)
        for place in several or [None]:
            row = dict(base)
            where = f"row {number + 1}"
            if place is not None:
                row |= self.columns[place][1]
                row |= self._cell(number, place, row)
                where += f", column {self.head.names[place]}"
            if "locator" in self.shape.fields:
                if not row["source_id"]:
                    row["source_id"] = self.source
                row["locator"] = row["locator"] or self.locator or f"sheet {self.sheet.name}, {where}"
            self._name(row)
            self._check_filled(row, number)
            yield row, f"sheet {self.sheet.name}, {where}"

    def _cell(self, number: int, place: int, row: dict[str, str]) -> dict[str, str]:
        """Read one cell as the field that its column fills, and what stands beside a figure."""
        name, _ = self.columns[place]
        cell, where = self.sheet.rows[number][place], place_of(number, place)
        answered = where in self.answers.cells
        if answered:
            text = self.answers.cells[where]
            cell = Cell("" if text == "blank" else text)
        if cell.problem:
            self._ask(f"cell {where}", cell.text, f"{cell.problem}.", ("cells", where))
            return {}
        text = _one_line(cell.text)
        if self.shape.is_number(name):
            return self._figure(name, text, row, where, self.head.names[place])
        return {name: self._word(name, text, cell, where)}

    def _figure(self, name: str, text: str, row: dict[str, str], where: str, heading: str) -> dict[str, str]:
        beside = name == "value" and "stated" in self.shape.fields
        if not text:
            blank = {"status": "blank in the source", "unit": "not stated"} if beside else {}
            return {name: ""} | self._allowed(blank, row)
        figure = read_figure(text)
        words = self.shape.allowed("status") if beside else []
        if figure is None and words:
            word = self.answers.words.get("status", {}).get(text, text.casefold())
            word = "not applicable" if is_not_applicable(word) else word
            if word not in words:
                rule = "no figure: which word of the table does it stand for?"
                self._ask(f"cell {where}", text, rule, ("words", "status", text), words)
                return {}
            return {name: "", "stated": text} | self._allowed({"status": word, "unit": "not stated"}, row)
        if figure is None:
            rule = "this cannot be read as one figure; write the figure, or ‘blank’ where there is none."
            self._ask(f"cell {where}", text, rule, ("cells", where))
            return {}
        times = self.answers.multiply.get(heading, 1)
        value = _times(figure.value, times)
        if self.shape.fields[name]["type"] == "integer" and "." in value:
            self._ask(f"cell {where}", text, "not a whole number.", ("cells", where))
            return {}
        if figure.qualifier and not (beside and figure.qualifier in self.shape.allowed("qualifier")):
            rule = f"the table has no place for the word ‘{figure.qualifier}’; write the figure alone, or ‘blank’."
            self._ask(f"cell {where}", text, rule, ("cells", where))
            return {}
        if figure.unit and not self._unit_fits(figure.unit, row):
            rule = f"the table does not take it as {figure.unit} here; write the figure alone."
            self._ask(f"cell {where}", text, rule, ("cells", where))
            return {}
        if not beside:
            return {name: value}
        rounded = "" if figure.rounded_to is None else _times(figure.rounded_to, times)
        told = {"qualifier": figure.qualifier, "status": "figure", "rounded_to": rounded, "unit": figure.unit}
        told["unit"] = told["unit"] or "not stated"
        return {name: value, "stated": text} | self._allowed(told, row)

    def _unit_fits(self, unit: str, row: dict[str, str]) -> bool:
        """Tell whether a sign beside a figure says what the row says: its own unit, or that of its indicator."""
        if "indicator_id" in self.shape.fields:
            units = read_table("indicators", project=self.project).set_index("indicator_id")["unit"]
            return units.get(row["indicator_id"]) == unit
        if "unit" not in self.shape.fields:
            return False
        words = self.shape.allowed("unit")
        return row["unit"] in {"", unit} and (not words or unit in words)

    def _allowed(self, told: dict[str, str], row: dict[str, str]) -> dict[str, str]:
        """Keep what the table has a field for, and what the sheet or an answer does not say already."""
        return {
            name: "" if word and self.shape.allowed(name) and word not in self.shape.allowed(name) else word
            for name, word in told.items()
            if name in self.shape.fields and not row.get(name)
        }

    def _word(self, name: str, text: str, cell: Cell, where: str) -> str:
        """Read a word: as it is allowed, as it is looked up in another table, or as it was answered."""
        if not text:
            return ""
        if text in self.answers.words.get(name, {}):
            return self.answers.words[name][text]
        path = ("words", name, text)
        if self.shape.fields[name]["type"] == "date":
            return self._day(text, path, where)
        if words := self.shape.allowed(name):
            same = {_plain(word): word for word in words}
            if _plain(text) in same:
                return same[_plain(text)]
            self._ask(f"cell {where}", text, f"the field {name} allows other words.", path, words)
            return text
        if name in self.shape.looked_up:
            return self._look_up(name, text, path, where)
        pattern = self.shape.fields[name].get("constraints", {}).get("pattern")
        if cell.is_date or (pattern and not re.fullmatch(pattern.strip("^$"), text)):
            rule = (
                "the spreadsheet has turned it into a date."
                if cell.is_date
                else "it is not written as the table has it."
            )
            example = self.shape.fields[name]["description"]
            self._ask(f"cell {where}", text, f"{rule} {example}", path)
        return text

    def _day(self, text: str, path: tuple[Any, ...], where: str) -> str:
        """Read a day that can be told without knowing whether day or month comes first."""
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return text
        day = pd.to_datetime(text, format="%d %B %Y", errors="coerce")
        if pd.isna(day):
            self._ask(f"cell {where}", text, "not a day that can be told; write it as 2025-05-29.", path)
            return text
        return str(day.date())

    def _look_up(self, name: str, text: str, path: tuple[Any, ...], where: str) -> str:
        """Find the id that a word stands for in the table where the field is looked up."""
        table = self.shape.looked_up[name]
        ids, labels = self._labels(table)
        if text in ids:
            return text
        found = labels.get(_plain(text), [])
        if len(found) != 1:
            near = difflib.get_close_matches(_plain(text), labels, n=3, cutoff=0.5)
            choices = found or [id for label in near for id in labels[label]]
            rule = f"the table {table} has {'several' if found else 'nothing'} of this name."
            self._ask(f"cell {where}", text, rule, path, choices)
            return text
        return found[0]

    def _labels(self, table: str) -> tuple[set[str], dict[str, list[str]]]:
        """Give the ids of a table, and the ids of each name; rows of this source go before others of the same name."""
        rows = read_table(table, project=self.project)
        key = Shape.of(table, self.project).key[0]
        fields = describe_tables(self.project)[table]["fields"]
        name = next(
            (other for other in (key.removesuffix("_id"), "name", "title") if other in fields and other != key), key
        )
        labels: dict[str, list[str]] = {}
        own = rows["source_id"] == self.source if "source_id" in rows else pd.Series(False, index=rows.index)
        named_here = set(rows.loc[own, name].map(str).map(_plain))
        for is_own, id, label in zip(own, rows[key], rows[name], strict=True):
            if is_own or _plain(str(label)) not in named_here:
                labels.setdefault(_plain(str(label)), []).append(str(id))
        return set(rows[key].map(str)), labels

    def _name(self, row: dict[str, str]) -> None:
        rule = self.answers.ids
        if rule is None or not self.shape.own_id or row[self.shape.own_id]:
            return
        if rule.source not in self.shape.fields:
            self._ask("", rule.source, "the table has no such field.", ("ids", "from"), self.shape.fields)
            return
        words = f"{row[rule.source].replace('’', '').replace(chr(39), '')} {rule.ending}".lower()
        row[self.shape.own_id] = re.sub(r"[^a-z0-9]+", "-", words).strip("-")

    def _check_filled(self, row: dict[str, str], number: int) -> None:
        for name in self.shape.required():
            if row[name]:
                continue
            places = [place for place, (field, _) in self.columns.items() if field == name]
            if places:
                where = place_of(number, places[0])
                self._ask(f"cell {where}", "", f"blank, but the field {name} must be filled in.", ("cells", where))
            elif not self.questions:
                self._ask(f"row {number + 1}", "", f"the field {name} cannot be told.", ("same_for_all", name),
                          self.shape.allowed(name))  # fmt: skip

    def _differ(self, name: str, old: str, new: str) -> bool:
        """Tell whether two cells say different things: numbers by their size; where a row was read is no difference."""
        if name == "locator" or old == new:
            return False
        return not (self.shape.is_number(name) and old and new and Decimal(old) == Decimal(new))

    def _without_known(self, rows: list[dict[str, str]], places: list[str]) -> tuple[list[dict[str, str]], list[str]]:
        """Leave out rows that the table has; ask where it has them with other values, or the sheet has one twice."""
        known = _rows_of(self.shape.table, self.project)
        before = {tuple(row[name] for name in self.shape.key): row for row in known}
        seen: dict[tuple[str, ...], str] = {}
        kept = []
        for row, place in zip(rows, places, strict=True):
            key = tuple(row[name] for name in self.shape.key)
            if self.shape.key and key in seen:
                rule = f"these stand in {seen[key]} already, but a row has its own: {', '.join(self.shape.key)}."
                number = _row(place)
                self._ask(f"row {number}", ", ".join(filter(None, key)), rule, ("rows", number), ["leave out"])
                continue
            seen[key] = place
            old = before.get(key)
            differ = [] if old is None else [name for name in row if self._differ(name, old[name], row[name])]
            if old is not None and not differ:
                self.remarks.append(f"{place}: the table has this row already")
                continue
            if old is not None:
                told = ", ".join(f"{name} “{old[name]}” to “{row[name]}”" for name in differ)
                ids = self.answers.ids
                if ids is not None and not ids.ending and self.shape.own_id:
                    rule = (
                        f"the table has a row {key[0]} already ({told}); what ending do this spreadsheet’s names get?"
                    )
                    self._ask(place.partition(", ")[2], key[0], rule, ("ids", "ending"))
                elif old.get("source_id") != row.get("source_id"):
                    rule = f"the table has it from another source, {old['source_id']}; give this row a name of its own."
                    shown = ", ".join(filter(None, key))
                    self._ask(place.partition(", ")[2], shown, rule, ("rows", _row(place)), ["leave out"])
                elif not self.answers.replace:
                    rule = f"the table has this row with other values ({told}): is it to be replaced?"
                    self._ask(place.partition(", ")[2], ", ".join(filter(None, key)), rule, ("replace",), ["true"])
                self.remarks.append(f"{place}: replaces {told}")
            kept.append((row, place))
        return [row for row, _ in kept], [place for _, place in kept]


def _row(place: str) -> int:
    """Read the number of the row out of a place: 'sheet Delivery, row 7, column Beneficiaries'."""
    return int(re.findall(r", row ([0-9]+)", place)[0])


def _describe(name: str, fixed: dict[str, str]) -> str:
    return ", ".join([name, *(f"{key} = {word}" for key, word in fixed.items())])


def _times(value: Decimal, times: float) -> str:
    """Multiply a figure, and write it in full; one that is not multiplied keeps its digits as typed."""
    return format(value if times == 1 else plain(value * Decimal(str(times))), "f")


def _rows_of(table: str, project: Path) -> list[dict[str, str]]:
    """Read a table's rows as the text that stands there."""
    path = project / "data" / describe_tables(project)[table]["path"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
