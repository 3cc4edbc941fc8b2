"""Whatever an analyst gives is taken or refused in words: where, what, which rule, what to do; nothing is changed.

Each case stands in tables.yml, editions.yml, chapters.yml or spreadsheets.yml, whose files spreadsheets.py makes. The
messages stand in docs/faulty-inputs.md, which ``JHWS_WRITE_DOCS=1 python -m pytest tests/faulty`` writes anew.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.faulty.spreadsheets import MAKERS

from jhws.check import check_everything
from jhws.cli import main
from jhws.data import tables
from jhws.faults import Fault, FaultsError

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "faulty-inputs.md"
CASES = [
    {"kind": kind} | case
    for kind in ("tables", "editions", "chapters")
    for case in yaml.safe_load((HERE / f"{kind}.yml").read_text(encoding="utf-8"))
]
SHEETS = [
    {"kind": "spreadsheets"} | case for case in yaml.safe_load((HERE / "spreadsheets.yml").read_text(encoding="utf-8"))
]
ALL = CASES + SHEETS
SOURCE, ANSWERS = "leicestershire-hwb-2025-05-29", "ids: {from: activity, ending: 2025-26}"
EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['case']}".replace(" ", "-"))
# Claims rest on most tables, and a source's kind bears on all of them.
NEEDS_ALL = {"claims", "sources"}
SECONDS, MEGABYTES = 5, 500


@EACH
def test_a_faulty_input_is_told_in_full_and_changes_nothing(case, copy_of_project, told_in_docs, monkeypatch):
    spoil(copy_of_project, case)
    if case["kind"] == "tables":
        keep_what_bears_on(copy_of_project, case)
    else:  # the tables are as they are committed, which takes long to find again
        monkeypatch.setattr("jhws.check.check_tables", lambda project, sound: [])
        monkeypatch.setattr("jhws.check.check_claims", lambda project: [])
    tables.describe_tables.cache_clear()
    before = fingerprint(copy_of_project)
    with pytest.raises(FaultsError) as refusal:
        check_everything(copy_of_project)
    fault = the_fault(refusal.value.faults, case)
    for word in case["says"]:
        assert word in str(fault)
    assert case.get("found", "") in fault.value
    assert fault.rule, "the message has no rule"
    # A rule that says what must be, or what is allowed, is its own remedy.
    assert fault.remedy or any(
        word in fault.rule for word in ("must", "allowed are", "may", "missing", "the file's name", "written as")
    )
    assert str(copy_of_project) not in str(fault)
    assert len(str(fault)) < 2000
    assert fingerprint(copy_of_project) == before
    told_in_docs(case, fault)


@pytest.mark.parametrize(
    "name",
    [
        "a letter for a digit",
        "a formula of code",
        "a cell of 10 MB",
        "a table of 25 MB",
        "a NUL byte",
        "an NHS number",
        "a YAML bomb",
        "ten thousand lists inside each other",
        "a file of 10 MB",
        "lists inside lists",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set as POSIX does")
def test_the_command_refuses_it_soon_and_within_half_a_gigabyte(name, copy_of_project):
    case = next(case for case in CASES if case["case"] == name)
    spoil(copy_of_project, case)
    before = fingerprint(copy_of_project)
    done, held = limited(copy_of_project, "check")
    assert done.returncode == 1, done.stderr
    assert case["file"] in done.stderr
    assert "nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert held < MEGABYTES
    assert fingerprint(copy_of_project) == before


@pytest.mark.parametrize("case", SHEETS, ids=lambda case: case["case"].replace(" ", "-"))
def test_a_faulty_spreadsheet_is_told_in_full_and_changes_nothing(
    case, copy_of_project, tmp_path, told_in_docs, monkeypatch, capsys
):
    words = spreadsheet(case, tmp_path)
    before = fingerprint(copy_of_project)
    raised: list[FaultsError] = []
    monkeypatch.setattr("jhws.cli._tell_faults", raised.append)
    monkeypatch.setattr("sys.argv", ["jhws", *words])
    tables.describe_tables.cache_clear()
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1, capsys.readouterr().out
    fault = the_fault(raised[0].faults, case)
    assert case.get("found", "") in fault.value
    assert fault.rule
    assert len(str(fault)) < 2000
    assert str(tmp_path) not in str(fault)
    assert fingerprint(copy_of_project) == before
    told_in_docs(case, fault)


@pytest.mark.parametrize(
    "name",
    [
        "a zip bomb as xlsx",
        "a zip bomb that lies about its size",
        "entities within entities in an ods",
        "a million empty rows",
        "a cell that says it stands a thousand million times",
        "answers that are a bomb",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set as POSIX does")
def test_the_import_refuses_it_soon_and_within_half_a_gigabyte(name, copy_of_project, tmp_path):
    case = next(case for case in SHEETS if case["case"] == name)
    before = fingerprint(copy_of_project)
    done, held = limited(copy_of_project, *spreadsheet(case, tmp_path))
    assert done.returncode == 1, done.stderr
    assert case["file"] in done.stderr
    assert "nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert held < MEGABYTES
    assert fingerprint(copy_of_project) == before


def test_there_are_at_least_120_cases_and_no_two_are_the_same():
    names = [(case["kind"], case["case"]) for case in ALL]
    assert len(names) == len(set(names)) >= 120


def test_every_table_of_the_book_has_a_faulty_case():
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    tried = {case["file"] for case in CASES}
    assert {f"data/{resource['path']}" for resource in package["resources"]} - tried == set()


def test_the_page_of_messages_has_every_case_and_no_other():
    assert len([line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]) == (
        len(ALL) + 2 * len({case["kind"] for case in ALL})  # a head and a rule for each table
    )


def limited(project: Path, *words: str) -> tuple[subprocess.CompletedProcess, int]:
    """Run the command within a limit of time, and give how many megabytes it held at most.

    The time is the processor's, so that a busy machine does not fail it; the memory is what is really held.
    """
    run = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))\n"
        f"sys.argv = {['jhws', *words]!r}\n"
        "from jhws.cli import main\n"
        "try:\n    main()\nfinally:\n"
        "    from jhws.memory import most_memory\n    print('held', most_memory() // 2**20)"
    )
    environment = os.environ | {"JHWS_PROJECT": str(project)}
    done = subprocess.run([sys.executable, "-c", run], env=environment, capture_output=True, text=True, timeout=120)
    return done, int(done.stdout.split()[-1])


def spreadsheet(case: dict, folder: Path) -> list[str]:
    """Make the case's file and the answers beside it, and give the words of the command that imports it."""
    path = folder / case.get("import", case["file"])
    path.write_bytes(MAKERS[case["make"]]())
    path.with_name(f"{path.name}.answers.yml").write_text(case.get("answers", ANSWERS), encoding="utf-8")
    return ["import", str(path), "--table", case.get("to", "activities"), "--source", case.get("from", SOURCE), "--yes"]


def spoil(project: Path, case: dict) -> None:
    """Do to the project's file what the case says."""
    path = project / case["file"]
    if case.get("delete"):
        path.unlink()
        return
    text = case.get("content", path.read_bytes().decode("utf-8"))
    old, new = case.get("replace", ("", ""))
    if "fill" in case:
        old, letters, times = case["fill"]
        new = letters * times
    assert old in text, f"the case is out of date: {case['file']} does not hold {old!r}"
    text = case.get("prepend", "") + text.replace(old, new, 1) + case.get("append", "")
    path.write_bytes(text.encode(case.get("encode", "utf-8")))


def keep_what_bears_on(project: Path, case: dict) -> None:
    """Take out the tables that neither are nor are looked up by the case's: they take long."""
    about = project / "data" / "datapackage.json"
    if case["file"].endswith(".json") or Path(case["file"]).stem in NEEDS_ALL:
        return
    package = json.loads(about.read_text(encoding="utf-8"))
    looked_up = {}
    for resource in package["resources"]:
        schema = json.loads((project / "data" / resource["schema"]).read_text(encoding="utf-8"))
        looked_up[resource["name"]] = [key["reference"]["resource"] for key in schema.get("foreignKeys", [])]
    kept = {Path(case["file"]).stem, "areas", "sources"}
    while more := {name for table in kept for name in looked_up.get(table, []) if name} - kept:
        kept |= more
    for resource in package["resources"]:
        if resource["name"] not in kept:
            (project / "data" / resource["path"]).unlink()
    package["resources"] = [resource for resource in package["resources"] if resource["name"] in kept]
    about.write_text(json.dumps(package), encoding="utf-8")


def the_fault(faults: tuple[Fault, ...], case: dict) -> Fault:
    """Find the fault that the case is about: of its file, at its place."""
    file = case.get("report", case["file"])
    found = [
        fault
        for fault in faults
        if fault.file == file and case["at"] in fault.place and all(word in str(fault) for word in case["says"])
    ]
    assert found, "\n".join(map(str, faults))
    return found[0]


def fingerprint(project: Path) -> str:
    """Give a number that changes when a file of the project comes, goes or changes."""
    found = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        found.update(path.relative_to(project).as_posix().encode())
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()


# The page of messages


def row_of_page(case: dict, fault: Fault) -> str:
    # Lists of what there is change with the book; the page need not.
    message = re.sub(r"allowed are [^.]*\.", "allowed are ….", " ".join(str(fault).split()))
    shown = message if len(message) <= 300 else f"{message[:300]}…"
    for sign in "\\|<>*_[]`":
        shown = shown.replace(sign, f"\\{sign}")
    return f"| {case['case']} | {shown} |"


@pytest.fixture
def told_in_docs(written):
    """Give a function that holds a case's message against the page, or notes it for the page to be written."""

    def hold(case: dict, fault: Fault) -> None:
        row = row_of_page(case, fault)
        if written is None:
            assert row in PAGE.read_text(encoding="utf-8").splitlines(), "write docs/faulty-inputs.md anew"
        else:
            written[case["kind"], case["case"]] = row

    return hold


@pytest.fixture(scope="module")
def written():
    """Collect the rows of the page, and write it at the end, where that was asked for."""
    if not os.environ.get("JHWS_WRITE_DOCS"):
        yield None
        return
    rows: dict[tuple[str, str], str] = {}
    yield rows
    titles = {"tables": "Tables", "editions": "Editions", "chapters": "Chapters", "spreadsheets": "Spreadsheets"}
    lines = [
        "# Faulty inputs and what is said of them",
        "",
        "Each of these was done to a sound project, and `jhws check` was run, or `jhws import` for a spreadsheet. It",
        "ends with status 1, tells the file, the place, what was found, the rule and the remedy, and changes nothing.",
        "The tests under `tests/faulty` hold every line; they also write this page (`JHWS_WRITE_DOCS=1 python -m",
        "pytest tests/faulty`).",
    ]
    for kind, title in titles.items():
        lines += ["", f"## {title}", "", "| What was done | What is said |", "| --- | --- |"]
        lines += [rows[kind, case["case"]] for case in ALL if case["kind"] == kind and (kind, case["case"]) in rows]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
