"""The command ``jhws``: thin; what it does lies in the package, loaded when it is needed."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from jhws.faults import Fault, FaultsError, fold

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
    """Validate every table and every edition; build nothing."""
    from jhws.check import check_everything
    from jhws.project import find_project

    check_everything(find_project())
    typer.echo("All tables and editions are sound.")


@app.command()
def editions() -> None:
    """List the editions: name, period, title, and whether a site of it is built."""
    from jhws.project import find_project

    project = find_project()
    for edition in _choose(project, None, every=True):
        page = project / "_build" / "html" / edition.id / "index.html"
        built = "built" if page.exists() else "not built"
        typer.echo(f"{edition.id}\t{edition.period}\t{edition.title}\t{built}")


@app.command()
def refresh(
    edition: EditionName = None,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator, by its id.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Write what is new and revised into the tables.")] = False,
    attempt: Annotated[bool, typer.Option("--try", help="Ask each service once and say what came; no more.")] = False,
) -> None:
    """Fetch newer official figures and show what is new, revised and gone."""
    from jhws.check import check_everything
    from jhws.project import find_project
    from jhws.refresh import (
        Transport,
        areas_of,
        check_refreshed,
        fetch_differences,
        plan_refresh,
        summary,
        try_services,
        write_refreshed,
    )
    from jhws.terminal import progress

    if write and attempt:
        raise typer.BadParameter("--try and --write do not go together.")
    project = find_project()
    check_everything(project)
    plan = plan_refresh(project, indicator)
    (chosen,) = _choose(project, edition, every=False)
    areas = areas_of(chosen, project)
    transport = Transport(project / "_build" / "refresh")
    if attempt:
        faults = []
        for service, told, wrong in try_services(plan, areas, transport):
            typer.echo(f"{service}: {told}")
            faults += wrong
        _refuse(faults)
        return
    with progress("Refreshing", len(plan.series)) as tell:
        differences, faults = fetch_differences(project, plan, areas, transport, tell)
    for difference in differences:
        typer.echo("\n".join(difference.tell(areas)))
    _refuse(faults)
    tables = check_refreshed(project, plan, differences)
    if write:
        write_refreshed(project, tables)
    typer.echo(summary(differences, tables, written=write))


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise FaultsError(faults)


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
