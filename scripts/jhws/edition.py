"""An edition: one area, one period, and all that its chapters are run with."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from jhws.data import read_table
from jhws.faults import Fault, FaultsError

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ChapterOfEdition(_Strict):
    """A chapter that an edition has, and what only this chapter is run with."""

    chapter: Identifier
    parameters: dict[str, Any] = Field(default_factory=dict)


class Edition(_Strict):
    """One edition of the book, as its file in ``data/editions/`` has it."""

    id: Identifier = Field(description="name of the edition and of its folder")
    title: str = Field(min_length=1, description="title of the site")
    area: str = Field(description="code of the area that the edition is about")
    reference: str = Field(description="code of the area that it is held against, as a rule England")
    comparators: list[str] = Field(min_length=1, description="codes of the areas shown beside it")
    period: str = Field(pattern=r"^\d{4}-\d{2}$", description="financial year, as 2024-25")
    as_of: datetime.date = Field(description="nothing published after this day is used")
    sources: list[str] = Field(min_length=1, description="documents that the edition reports")
    chapters: list[Identifier | ChapterOfEdition] = Field(min_length=1, description="chapters in order")
    forecast_horizon: int = Field(ge=1, le=10, description="years to forecast")
    confidence_levels: list[Literal[50, 80, 90, 95, 99]] = Field(min_length=1, description="per cent")
    suppression_threshold: int = Field(ge=1, le=100, description="smallest count that is shown")

    @field_validator("confidence_levels")
    @classmethod
    def _rising(cls, levels: list[int]) -> list[int]:
        if levels != sorted(set(levels)):
            raise ValueError("levels rise and none stands twice")
        return levels

    def chapter_names(self) -> list[str]:
        """List the names of the chapters in their order."""
        return [part if isinstance(part, str) else part.chapter for part in self.chapters]

    def chapter_parameters(self, chapter: str) -> dict[str, Any]:
        """Give what one chapter alone is run with, beside the edition's own parameters."""
        for part in self.chapters:
            if isinstance(part, ChapterOfEdition) and part.chapter == chapter:
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
    """List the edition files of a project, by name."""
    return sorted((project / "data" / "editions").glob("*.yml"))


def load_edition(path: Path, project: Path) -> Edition:
    """Read one edition and hold it against the project's areas, sources and chapters.

    Raises
    ------
    FaultsError
        Every fault of the file: unknown or missing keys, wrong types, unknown areas, sources or chapters.
    """
    name = path.relative_to(project).as_posix()
    content = _read_yaml(path, name)
    try:
        edition = Edition.model_validate(content)
    except ValidationError as error:
        raise FaultsError([_tell(name, problem) for problem in error.errors()]) from None
    faults = list(_unknown_names(edition, name, project))
    if edition.id != path.stem:
        faults.append(Fault(name, "key id", edition.id, f"the id is the file's name, {path.stem}."))
    if faults:
        raise FaultsError(faults)
    return edition


def check_editions(project: Path) -> list[Fault]:
    """Give every fault of every edition file; an empty list means that all are sound."""
    faults: list[Fault] = []
    for path in edition_files(project):
        try:
            load_edition(path, project)
        except FaultsError as error:
            faults.extend(error.faults)
    return faults


def _read_yaml(path: Path, name: str) -> Any:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise FaultsError([Fault(name, "", "", "the file is not UTF-8.", "Save it again as UTF-8.")]) from None
    except OSError as error:
        known = ", ".join(file.stem for file in path.parent.glob("*.yml")) or "none"
        rule = f"there is no such edition; there are: {known}."
        raise FaultsError([Fault(name, "", "", rule, "Run ‘jhws editions’.")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else ""
        rule = f"this is not YAML: {getattr(error, 'problem', error)}."
        raise FaultsError([Fault(name, place, "", rule, "Compare it with another edition.")]) from None
    if not isinstance(content, dict):
        rule = "an edition is a list of keys with values."
        raise FaultsError([Fault(name, "", "", rule, "Compare it with another edition.")])
    return content


def _tell(name: str, problem: Any) -> Fault:
    key = ".".join(str(part) for part in problem["loc"] if part not in {"ChapterOfEdition"})
    allowed = ", ".join(Edition.model_fields)
    if problem["type"] == "extra_forbidden":
        return Fault(name, f"key {key}", "", f"no such key; an edition has {allowed}.")
    if problem["type"] == "missing":
        about = Edition.model_fields.get(key)
        return Fault(name, f"key {key}", "", f"the key is missing ({about.description if about else ''}).")
    return Fault(name, f"key {key}", str(problem["input"])[:80], f"{problem['msg']}.")


def _unknown_names(edition: Edition, name: str, project: Path) -> Iterable[Fault]:
    areas = read_table("areas", project=project)["area_code"].tolist()
    sources = read_table("sources", project=project)["source_id"].tolist()
    chapters = chapter_files(project)
    yield from _unknown(name, "area", [edition.area], areas)
    yield from _unknown(name, "reference", [edition.reference], areas)
    yield from _unknown(name, "comparators", edition.comparators, areas)
    yield from _unknown(name, "sources", edition.sources, sources)
    yield from _unknown(name, "chapters", edition.chapter_names(), chapters)


def _unknown(file: str, key: str, values: Iterable[str], known: Collection[str]) -> Iterable[Fault]:
    for value in values:
        if value not in known:
            yield Fault(file, f"key {key}", value, f"unknown; allowed are {', '.join(sorted(known))}.")


def chapter_files(project: Path) -> dict[str, Path]:
    """Give the chapters that the project has: name to file, notebooks and plain pages alike."""
    folder = project / "chapters"
    pages = sorted([*folder.glob("*.ipynb"), *folder.glob("*.md")])
    return {page.stem: page for page in pages}
