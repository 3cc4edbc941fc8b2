"""The command ``jhws``: thin; what it does lies in the package, loaded when it is needed."""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from jhws.faults import FaultsError, fold

_ENDED = 143  # what a shell gives for a command that was told to end

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Build and check the report book of a Joint Health and Wellbeing Strategy.",
    rich_markup_mode=None,
)

EditionName = Annotated[str | None, typer.Argument(help="Name of an edition; the newest unless told.")]


@app.command()
def build(
    edition: EditionName = None,
    every: Annotated[bool, typer.Option("--all", help="Build every edition.")] = False,
) -> None:
    """Check the data, run the chapters, compile the book and swap the finished site in."""
    from jhws.check import check_everything
    from jhws.project import find_project
    from jhws.publish.build import build_edition, build_steps
    from jhws.publish.editions_page import write_editions_page
    from jhws.terminal import progress

    project = find_project()
    check_everything(project)
    for chosen in _choose(project, edition, every):
        with progress(f"Building {chosen.id}", build_steps(chosen)) as tell:
            page = build_edition(chosen, project, tell)
        typer.echo(f"Open {page}")
    leads_to_all = write_editions_page(project)
    if every:
        typer.echo(f"Open {leads_to_all} for all editions")


@app.command()
def check() -> None:
    """Validate every table and every edition; tell what a draft still needs and what is new; build nothing."""
    from jhws.check import check_everything
    from jhws.compare import tell_progress
    from jhws.project import find_project

    project = find_project()
    check_everything(project)
    typer.echo("All tables and editions are sound.")
    for line in tell_progress(project):
        typer.echo(line)


@app.command()
def editions() -> None:
    """List the editions: name, period, title, and whether a site of it is built."""
    from jhws.project import find_project

    project = find_project()
    for edition in _choose(project, None, every=True):
        page = project / "_build" / "html" / edition.id / "index.html"
        built = "built" if page.exists() else "not built"
        typer.echo(f"{edition.id}\t{edition.period}\t{edition.title}\t{built}")


@app.command("new-edition")
def new_edition(
    before: Annotated[str, typer.Argument(help="Name of the edition that it follows.")],
    name: Annotated[str, typer.Argument(help="Name of the new one, ending in its year: leicestershire-2025-26.")],
) -> None:
    """Begin the next edition as a draft, and list what it needs, with the old values beside."""
    from jhws.compare import needs_table
    from jhws.next_edition import begin_next_edition
    from jhws.project import find_project
    from jhws.terminal import show

    project = find_project()
    made = begin_next_edition(before, name, project)
    show(needs_table(made.wanted))
    for path in (made.edition, made.needs, made.record):
        typer.echo(f"Wrote {path.relative_to(project).as_posix()}")


@app.command()
def compare(
    before: Annotated[str, typer.Argument(metavar="A", help="Name of the earlier edition.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Name of the later edition of the same area.")],
) -> None:
    """Tell what edition B knows that A did not: values new and revised, methods changed, measures dropped."""
    from jhws.compare import changes_table, compare_editions, tell_changes
    from jhws.project import find_project
    from jhws.terminal import show

    changes = compare_editions(before, after, find_project())
    show(changes_table(changes))
    typer.echo(tell_changes(changes))


@app.command("import")
def import_spreadsheet(
    file: Annotated[Path, typer.Argument(help="A spreadsheet: .xlsx, .ods or .csv.")],
    table: Annotated[str, typer.Option(help="Table of the data package that its rows belong to.")],
    source: Annotated[str, typer.Option(help="Id of the source that it was taken from.")] = "",
    locator: Annotated[str, typer.Option(help="Where in the source it stands; sheet and row unless told.")] = "",
    answers: Annotated[Path | None, typer.Option(help="File that keeps your answers; FILE.answers.yml.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking; an open question ends with 1.")] = False,
) -> None:
    """Take rows from a spreadsheet: show what was understood, ask about the rest, check, write."""
    from jhws.faults import FaultsError
    from jhws.project import find_project
    from jhws.spreadsheets import ask, load_answers, preview, read_sheets, save_answers, understand, write_rows
    from jhws.terminal import show

    project = find_project()
    sheets = read_sheets(file)
    kept = answers or file.with_name(f"{file.name}.answers.yml")

    read = partial(understand, sheets, table, source=source, locator=locator, project=project)
    given = load_answers(kept)
    if not yes and sys.stdin.isatty() and read(given).questions:
        given = ask(
            read, given, lambda question: typer.prompt(question, default="", show_default=False, prompt_suffix="\n> ")
        )
        save_answers(given, kept)
        typer.echo(f"Your answers stand in {kept}.")
    understood = read(given)
    show(preview(understood))
    if understood.questions:
        raise FaultsError(question.as_fault(file.name) for question in understood.questions)
    rows = f"{len(understood.rows)} {'row' if len(understood.rows) == 1 else 'rows'}"
    if not understood.rows:
        typer.echo("There is nothing to write.")
        return
    if not yes:
        typer.confirm(f"Write {rows} into the table {table}?", abort=True)
    path = write_rows(understood, project, file=file.name)
    typer.echo(f"Wrote {rows} into {path.relative_to(project).as_posix()}")


def _choose(project: Path, name: str | None, every: bool) -> list:
    from jhws.edition import edition_files, load_edition

    folder = project / "data" / "editions"
    paths = [folder / f"{name}.yml"] if name else edition_files(project)
    loaded = [load_edition(path, project) for path in paths]
    return loaded if name or every else [max(loaded, key=lambda edition: edition.as_of)]


def main() -> None:
    """Run the command; a fault is told in full and ends with status 1."""
    # Ended from outside, a build still takes its working folder away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED))
    try:
        app()
    except FaultsError as error:
        _tell_faults(error)
        sys.exit(1)


def _tell_faults(error: FaultsError) -> None:
    count = len(error.faults)
    typer.echo(f"{count} {'fault' if count == 1 else 'faults'} found; nothing was changed.\n", err=True)
    for line in fold(error.faults):
        typer.echo(f"  {line}", err=True)
