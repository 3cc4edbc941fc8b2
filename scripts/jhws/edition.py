"""An edition: one area, one period, and all that its chapters are run with."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from jhws.content import digest, file_digest
from jhws.data import read_table
from jhws.faults import Fault, FaultsError
from jhws.periods import period_end

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

# What is allowed, in an analyst's words, for each type of problem that pydantic tells of.
_ALLOWED = {
    "string_type": "it must be text; put it in quotes if it looks like a number or a date",
    "string_pattern_mismatch": "it must be written in small letters, digits and hyphens",
    "string_too_short": "it must not be blank",
    "int_type": "it must be a whole number",
    "bool_type": "it must be true or false",
    "date_type": "it must be a date without quotes, as 2025-05-29",
    "list_type": "it must be a list",
    "dict_type": "it must be a list of keys with values",
    "model_type": "it must be the name of a chapter, or the keys chapter and parameters",
    "too_short": "it must hold {min_length} or more",
    "greater_than_equal": "it must be {ge} or more",
    "less_than_equal": "it must be {le} or less",
    "literal_error": "it must be {expected}",
    "value_error": "{error}",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ChapterOfEdition(_Strict):
    """A chapter that an edition has, and what only this chapter is run with."""

    chapter: Identifier
    parameters: dict[str, Any] = Field(default_factory=dict)


def _by_name(part: Any) -> Any:
    """Let a chapter without parameters of its own stand as its name alone."""
    return {"chapter": part} if isinstance(part, str) else part


class Edition(_Strict):
    """One edition of the book, as its file in ``data/editions/`` has it."""

    id: Identifier = Field(description="name of the edition and of its folder")
    draft: bool = Field(default=False, description="true while figures of the new year are still missing")
    title: str = Field(min_length=1, description="title of the site")
    area: str = Field(description="code of the area that the edition is about")
    reference: str = Field(description="code of the area that it is held against, as a rule England")
    comparators: list[str] = Field(min_length=1, description="codes of the areas shown beside it")
    period: str = Field(description="financial year, as 2024-25")
    as_of: datetime.date = Field(description="nothing published after this day is used")
    sources: list[str] = Field(min_length=1, description="documents that the edition reports")
    chapters: list[Annotated[ChapterOfEdition, BeforeValidator(_by_name)]] = Field(
        min_length=1, description="chapters in order"
    )
    forecast_horizon: int = Field(ge=1, le=10, description="years to forecast")
    confidence_levels: list[Literal[50, 80, 90, 95, 99]] = Field(min_length=1, description="per cent")
    suppression_threshold: int = Field(ge=1, le=100, description="smallest count that is shown")

    @field_validator("period")
    @classmethod
    def _financial_year(cls, period: str) -> str:
        period_end(period, "financial year")
        return period

    @field_validator("as_of")
    @classmethod
    def _not_far_ahead(cls, day: datetime.date) -> datetime.date:
        if day > datetime.date.today() + datetime.timedelta(days=366):
            raise ValueError("it must be a day that has come, or one within a year")
        return day

    @field_validator("confidence_levels")
    @classmethod
    def _rising(cls, levels: list[int]) -> list[int]:
        if levels != sorted(set(levels)):
            raise ValueError("the levels must rise, and none may stand twice")
        return levels

    @field_validator("comparators", "sources", "chapters")
    @classmethod
    def _each_once(cls, values: list[Any]) -> list[Any]:
        names = [value.chapter if isinstance(value, ChapterOfEdition) else value for value in values]
        if len(set(names)) < len(names):
            raise ValueError("none may stand twice")
        return values

    def chapter_names(self) -> list[str]:
        """List the names of the chapters in their order."""
        return [part.chapter for part in self.chapters]

    def chapter_parameters(self, chapter: str) -> dict[str, Any]:
        """Give what one chapter alone is run with, beside the edition's own parameters."""
        for part in self.chapters:
            if part.chapter == chapter:
                return dict(part.parameters)
        return {}

    def parameters(self) -> dict[str, Any]:
        """Give the parameters that a chapter may declare, in forms that a notebook can hold."""
        return {
            "edition": self.id,
            "area": self.area,
            "reference": self.reference,
            "comparators": list(self.comparators),
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "sources": list(self.sources),
            "forecast_horizon": self.forecast_horizon,
            "confidence_levels": list(self.confidence_levels),
            "suppression_threshold": self.suppression_threshold,
        }


def edition_files(project: Path) -> list[Path]:
    """List the edition files of a project, by name.

    Raises
    ------
    FaultsError
        There is none.
    """
    files = sorted((project / "data" / "editions").glob("*.yml"))
    if not files:
        raise FaultsError([Fault("data/editions", "", "", "there is no edition.", "Put one there, as NAME.yml.")])
    return files


def load_editions(project: Path) -> list[Edition]:
    """Read every edition of a project, by name.

    Raises
    ------
    FaultsError
        As `load_edition`, of the first that has a fault.
    """
    return [load_edition(path, project) for path in edition_files(project)]


def load_edition(path: Path, project: Path) -> Edition:
    """Read one edition and hold it against the project's areas, sources and chapters.

    Raises
    ------
    FaultsError
        Every fault of the file: unknown or missing keys, wrong types, unknown areas, sources or chapters.
    """
    name = (path.relative_to(project) if path.is_relative_to(project) else path).as_posix()
    if ".." in path.parts:
        rule = "an edition is named as its file in data/editions, without a folder."
        raise FaultsError([Fault(name, "", "", rule, "Run ‘jhws editions’.")])
    read = [path, *(project / "data" / name for name in ("datapackage.json", "areas.csv", "sources.csv"))]
    return _load(path, name, project, digest([*map(file_digest, read), *chapter_files(project)]))


@lru_cache(maxsize=256)
def _load(path: Path, name: str, project: Path, rests_on: str) -> Edition:
    """Read an edition; as long as nothing that it rests on changes, once: a build asks for each many times."""
    content = _read_yaml(path, name)
    faults = list(_unknown_names(content, name, project))
    if isinstance(content.get("id"), str) and content["id"] != path.stem:
        faults.append(Fault(name, "key id", content["id"], f"the id is the file's name, {path.stem}."))
    try:
        edition = Edition.model_validate(content)
    except ValidationError as error:
        raise FaultsError([*faults, *(_tell(name, problem) for problem in error.errors())]) from None
    faults += _from_the_future(edition, name, project)
    if faults:
        raise FaultsError(faults)
    return edition


def as_of_before(edition: Edition, project: Path) -> str:
    """Give the day of the latest earlier edition of the same area as an ISO date; blank where there is none."""
    before = edition_before(edition, project)
    return before.as_of.isoformat() if before else ""


def edition_before(edition: Edition, project: Path) -> Edition | None:
    """Give the latest earlier edition of the same area; None where there is none."""
    others = [load_edition(path, project) for path in edition_files(project)]
    earlier = [other for other in others if other.area == edition.area and other.as_of < edition.as_of]
    return max(earlier, key=lambda other: other.as_of, default=None)


def check_editions(project: Path) -> list[Fault]:
    """Give every fault of every edition file; an empty list means that all are sound."""
    faults: list[Fault] = []
    for path in edition_files(project):
        try:
            load_edition(path, project)
        except FaultsError as error:
            faults.extend(error.faults)
    return faults


_LARGEST = 100_000  # bytes; an edition of the book has one thousand


class _Loader(yaml.SafeLoader):
    """YAML in which a key stands once and nothing is repeated by name; what cannot be read is told with its line."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        # ‘*name’ stands for a copy of what is named ‘&name’: a few lines of them become gigabytes.
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(None, None, f"*{event.anchor} repeats another value", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        for number, (key, _) in enumerate(node.value):
            if key.value in keys[:number]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value} is there twice", key.start_mark
                )
        return super().construct_mapping(node, deep)

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
            problem = f"“{node.value}” is not a valid date or number"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from None


def _read_yaml(path: Path, name: str) -> dict[Any, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            rule = f"the file is larger than {_LARGEST // 1000} kB; no edition is."
            raise FaultsError([Fault(name, "", "", rule, "Compare it with another edition.")])
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError:
        raise FaultsError([Fault(name, "", "", "the file is not UTF-8.", "Save it again as UTF-8.")]) from None
    except OSError as error:
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yml"))) or "none"
        rule = f"there is no such edition; there are: {known}."
        raise FaultsError([Fault(name, "", "", rule, "Run ‘jhws editions’.")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else ""
        rule = f"the YAML cannot be read: {_problem(error)}."
        raise FaultsError([Fault(name, place, "", rule, "Compare it with another edition.")]) from None
    if not isinstance(content, dict):
        rule = "the file is empty." if content is None else "an edition is a list of keys with values."
        raise FaultsError([Fault(name, "", "", rule, "Compare it with another edition.")])
    return content


def _problem(error: Exception) -> str:
    """Say in words what is wrong with a YAML file."""
    if isinstance(error, RecursionError):
        return "lists stand inside lists too often"
    if isinstance(error, yaml.reader.ReaderError):
        return f"the letter number {error.position + 1} (code {error.character}) cannot be shown; type it again"
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _tell(name: str, problem: Any) -> Fault:
    top, *inner = problem["loc"]
    items = [f"item {part + 1}" if isinstance(part, int) else f"key {part}" for part in inner]
    place = ", ".join([f"key {top}", *items])
    about = (ChapterOfEdition if inner else Edition).model_fields
    if problem["type"] in {"extra_forbidden", "invalid_key"}:
        close = difflib.get_close_matches(str((inner or [top])[-1]), about, n=1)
        remedy = f"Is it {close[0]}, mistyped?" if close else ""
        return Fault(name, place, "", f"there is no such key; allowed are {', '.join(about)}.", remedy)
    if problem["type"] == "missing":
        description = Edition.model_fields[top].description
        return Fault(name, place, "", f"the key is missing ({description}).")
    allowed = _ALLOWED.get(problem["type"])
    rule = allowed.format(**problem.get("ctx", {})) if allowed else problem["msg"]
    return Fault(name, place, _as_written(problem["input"]), f"{rule}.")


def _as_written(value: Any) -> str:
    """Show a value as the file has it, not as Python would."""
    if not isinstance(value, str):
        value = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000).partition("\n")[0]
    return "" if value == "null" else value[:80]


def _unknown_names(content: dict[Any, Any], name: str, project: Path) -> Iterable[Fault]:
    """Tell of the areas, sources and chapters that the project does not have."""
    areas, sources = _codes("areas", "area_code", project), _codes("sources", "source_id", project)
    known = {"area": areas, "reference": areas, "comparators": areas, "sources": sources}
    for key, allowed in {**known, "chapters": list(chapter_files(project))}.items():
        values = content.get(key)
        for value in values if isinstance(values, list) else [values]:
            value = value.get("chapter") if isinstance(value, dict) else value
            if isinstance(value, str) and allowed and value not in allowed:
                yield Fault(name, f"key {key}", value, f"unknown; allowed are {', '.join(sorted(allowed))}.")


def _from_the_future(edition: Edition, name: str, project: Path) -> list[Fault]:
    """Tell of documents that an edition reports although they are dated after its own day."""
    try:
        sources = read_table("sources", project=project)
    except (OSError, ValueError, KeyError):
        return []
    late = sources[sources["source_id"].isin(edition.sources) & (sources["published"] > pd.Timestamp(edition.as_of))]
    rule = f"the edition is of {edition.as_of}, and this source is dated later."
    return [Fault(name, "key as_of", source, rule, "Move as_of on, or take it out.") for source in late["source_id"]]


def _codes(table: str, column: str, project: Path) -> list[str]:
    """Read the codes of a table; none where it cannot be read, which the check of the tables tells of."""
    try:
        return read_table(table, project=project)[column].dropna().tolist()
    except (OSError, ValueError, KeyError):
        return []


def chapter_files(project: Path) -> dict[str, Path]:
    """Give the chapters that the project has: name to file, notebooks and plain pages alike."""
    folder = project / "chapters"
    pages = sorted([*folder.glob("*.ipynb"), *folder.glob("*.md")])
    return {page.stem: page for page in pages}
