"""Nothing that is shown tells a hidden count, by differencing neither: worlds that differ in it alone look the same.

Small local counts are planted in a copy of the tables, once with one number and once with another that leaves every
published total as it is. All exhibits of the chapters that read these tables are made in both worlds: text, tables,
pictures, alt texts and the data to download, from which pages, Board paper, workbook and manifest are written. When
they are the same to the letter, no reader can tell the worlds apart, whatever they compute. An edition is also built in
both worlds, and the two sites are the same to the byte: pages, pictures, CSV, workbooks, Board paper, data package and
records.
"""

import ast
import json
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from jhws.content import tree_digests
from jhws.data import tables
from jhws.data.check import check_tables
from jhws.edition import load_edition
from jhws.present.markup import EXHIBIT_MIME
from jhws.publish.build import build_edition

EDITION = "leicestershire-2024-25"
LOCAL = "invented-local-records"
# Every chapter that reads a table which may hold an analyst's own counts.
CHAPTERS = ["index", "access", "delivered", "glance", "money", "reconcile", "services"]
SERVICE = "invented service"
# Two worlds that differ in hidden counts alone: every total that is published is the same.
WORLDS: list[dict[str, Any]] = [
    {"helped": 3, "before": 40, "after": 3, "users": (3, 12, 14, 21, 25)},
    {"helped": 4, "before": 43, "after": 2, "users": (4, 11, 14, 21, 25)},
]


def test_the_chapters_that_read_counts_of_an_analyst_are_those_that_are_tried(project):
    counted = ["access_by_quintile", "activity_figures", "measures"]
    reads = [*(f'read_table("{table}"' for table in counted), "read_claim_figures("]
    code = {
        path.stem: "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        for path in sorted((project / "chapters").glob("*.ipynb"))
    }
    found = [name for name, source in code.items() if any(call in source for call in reads)]
    assert found == sorted(CHAPTERS)


@pytest.mark.slow
def test_no_hidden_count_can_be_told_from_anything_that_is_shown(copy_of_project):
    shown = [everything_shown(planted(copy_of_project, **world)) for world in WORLDS]
    assert set(shown[0]) == set(shown[1])
    for name in shown[0]:
        assert shown[0][name] == shown[1][name], name
    together = "\n".join(shown[0].values())
    # The planted rows are there, and say that a number is hidden.
    assert SERVICE in together
    assert together.count("too few to show") >= 4
    assert "the figure 'invented-activity-beneficiaries-hart' is not published as a number" in together


@pytest.mark.slow
def test_a_count_that_is_not_small_is_shown_so_that_the_trial_can_fail(copy_of_project):
    worlds = [
        everything_shown(
            planted(copy_of_project, helped=helped, before=40, after=30, users=(13, 12, 14, 21, 25)), ["delivered"]
        )
        for helped in (33, 34)
    ]
    assert worlds[0] != worlds[1]


@pytest.mark.slow
def test_two_built_editions_that_differ_in_hidden_counts_alone_are_the_same_to_the_byte(copy_of_project, tmp_path):
    built = []
    for number, world in enumerate(WORLDS):
        project = planted(copy_of_project, **world)
        path = project / "data" / "editions" / f"{EDITION}.yml"
        about = yaml.safe_load(path.read_text(encoding="utf-8")) | {"chapters": CHAPTERS}
        path.write_text(yaml.safe_dump(about, allow_unicode=True, sort_keys=False), encoding="utf-8")
        tables.describe_tables.cache_clear()
        built.append(
            build_edition(load_edition(path, project), project, sites=tmp_path / f"world {number}").page.parent
        )
    assert tree_digests(built[0], [built[0]]) == tree_digests(built[1], [built[1]])
    site = built[0]
    assert SERVICE in (site / "access.html").read_text(encoding="utf-8")
    names = {path.name for path in site.rglob("*")}
    assert {"tables.xlsx", "tables.ods", "board-paper.docx", "board-paper.pdf", "data-package.zip"} <= names
    with zipfile.ZipFile(site / "tables.xlsx") as workbook:
        assert any(b"too few to show" in workbook.read(part) for part in workbook.namelist())
    with zipfile.ZipFile(site / "data-package.zip") as package:
        holding = [part for part in package.namelist() if LOCAL.encode() in package.read(part)]
    assert holding == []


def planted(project: Path, *, helped: int, before: int, after: int, users: tuple[int, ...]) -> Path:
    """Write the invented local counts into the copy, in place of those of another world."""
    put(project, "sources", f"{LOCAL},Invented records,Invented council,2025-04-30,not stated,local records,")
    put(
        project,
        "activities",
        f"invented-activity,Invented activity,Invented.,upscaling-prevention-and-self-care,"
        f"self-manage-with-technology,{LOCAL},invented,",
    )
    cell = f"{helped} HART 60 Therapy {60 + helped} in all"
    figures = [("HART", helped), ("Therapy", 60), ("", 60 + helped)]
    rows = [
        f"invented-activity,beneficiaries,{part},{value},people,,figure,{cell},1,,{LOCAL},invented,there were {helped}"
        for part, value in figures
    ]
    money = f"invented-activity,investment,,9000,pounds,,figure,£9k,1000,2024-25,{LOCAL},invented,"
    put(project, "activity_figures", *rows, money)
    fall = round(100 * (after - before) / before, 1)
    put(
        project,
        "measures",
        f"invented-measure,Invented measure,people,low is good,upscaling-prevention-and-self-care,before and after,"
        f'{before},2023-24,{after},2024-25,{fall},%,,"{before} to {after}",{LOCAL},invented,from {before} to {after}',
    )
    put(
        project,
        "access_by_quintile",
        *(
            f"{SERVICE},E10000018,fifths of the area,2024-25,{fifth},{count},1000,2024,{LOCAL},invented,"
            for fifth, count in enumerate(users, start=1)
        ),
    )
    put(
        project,
        "claims",
        "invented-claim,Invented,60,people,more than,0,[invented-activity-beneficiaries-hart],,"
        "leicestershire-hwb-2025-05-29,invented,",
        "invented-claim-after,Invented,60,people,less than,0,[invented-measure-latest] + [invented-measure-change],,"
        "leicestershire-hwb-2025-05-29,invented,",
    )
    edition = project / "data" / "editions" / f"{EDITION}.yml"
    text = edition.read_text(encoding="utf-8")
    if LOCAL not in text:
        edition.write_text(text.replace("sources:\n", f"sources:\n  - {LOCAL}\n", 1), encoding="utf-8")
    assert [str(fault) for fault in check_tables(project)] == []
    return project


def put(project: Path, table: str, *rows: str) -> None:
    """Write rows at the end of a table, in place of the invented ones that stand there."""
    path = project / "data" / f"{table}.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if "nvented" not in line]
    path.write_text("\n".join([*kept, *rows]) + "\n", encoding="utf-8")


def everything_shown(project: Path, chapters: list[str] = CHAPTERS) -> dict[str, str]:
    """Make the exhibits of chapters, and give all that each holds as text, pictures too."""
    tables.describe_tables.cache_clear()
    edition = load_edition(project / "data" / "editions" / f"{EDITION}.yml", project)
    shown: dict[str, str] = {}
    for name in chapters:
        exhibits: list[Any] = []
        run_cells(project / "chapters" / f"{name}.ipynb", edition.parameters(), exhibits)
        for number, exhibit in enumerate(exhibits):
            bundle = exhibit._repr_mimebundle_()
            assert bundle[EXHIBIT_MIME]
            shown[f"{name} {number} {exhibit.id}"] = json.dumps(bundle, default=str)
    return shown


def run_cells(notebook: Path, parameters: dict[str, Any], exhibits: list[Any]) -> None:
    """Run a chapter's cells in this process and collect what they show, as a notebook would."""
    space: dict[str, Any] = {"display": lambda *shown: exhibits.extend(shown)}
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *lines, last = ast.parse(cell.source).body
        if isinstance(last, ast.Expr):
            run(ast.Module(lines, []), space)
            value = eval(compile(ast.Expression(last.value), notebook.name, "eval"), space)
            exhibits.extend([] if value is None else [value])
        else:
            run(ast.Module([*lines, last], []), space)
        if "parameters" in cell.metadata.get("tags", []):
            space |= {key: value for key, value in parameters.items() if key in space}


def run(code: ast.Module, space: dict[str, Any]) -> None:
    exec(compile(code, "chapter", "exec"), space)
