"""The command ``jhws``: thin; what it does lies in the package, loaded when it is needed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jhws.faults import Fault, FaultsError, fold
from jhws.memory import collect_seldom

if TYPE_CHECKING:
    from jhws.edition import Edition
    from jhws.publish.verify import Verified
    from jhws.publish.workers import Workers

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
    force: Annotated[bool, typer.Option("--force", help="Run and compile everything, changed or not.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Tell what would run and why; do nothing.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Chapters at a time; the cores unless told.")] = None,
    kernel: Annotated[str, typer.Option(help="Kernel: jhws is warm, python3 ordinary.")] = "jhws",
    scheduler: Annotated[str | None, typer.Option(help="Dask scheduler, as tcp://host:port.")] = None,
    areas: Annotated[Path | None, typer.Option(help="Build a short profile for each area of this list.")] = None,
) -> None:
    """Check the data, run what changed, compile the book and swap the finished site in."""
    from jhws.project import find_project
    from jhws.publish.standing import nothing_to_do
    from jhws.publish.turn import our_turn

    project = find_project()
    if not (force or explain or areas) and (pages := nothing_to_do(project, edition, every=every)) is not None:
        typer.echo("Nothing changed since the last build.")
        for page in pages:
            typer.echo(f"Open {page}")
        return
    if explain:
        _explain(project, edition, every, force)
        return
    with our_turn(project, typer.echo), _workers(project, workers, kernel, scheduler) as crew:
        _check_unless_sound(project)
        if areas:
            from jhws.publish.profiles import build_profiles
            from jhws.terminal import progress

            (model,) = _choose(project, edition, every=False)
            typer.echo(f"Open {build_profiles(areas, model, project, crew, progress, force=force)}")
            return
        for chosen in _choose(project, edition, every):
            _build_one(chosen, project, crew, force)
        _lead_to_all(project)


def _lead_to_all(project: Path) -> None:
    from jhws.publish.editions_page import write_editions_page
    from jhws.publish.status import write_status_page

    typer.echo(f"All editions that are built: {write_editions_page(project)}")
    typer.echo(f"Times, tests and measurements: {write_status_page(project)}")


def _explain(project: Path, name: str | None, every: bool, force: bool) -> None:
    from jhws.check import check_everything
    from jhws.publish.build import explain_edition

    check_everything(project)
    for edition in _choose(project, name, every):
        for part, what in explain_edition(edition, project, force=force):
            typer.echo(f"{edition.id}\t{part}\t{what}")


@contextmanager
def _workers(project: Path, count: int | None, kernel: str, scheduler: str | None) -> Iterator[Workers]:
    from jhws.publish.warm import KERNEL, get_ready

    if kernel == KERNEL and scheduler is None:
        get_ready(project)  # before anything else that takes time: it gets ready beside it
    from jhws.publish.workers import cluster_workers, local_workers

    with cluster_workers(scheduler, kernel) if scheduler else local_workers(project, count, kernel) as crew:
        yield crew


def _check_unless_sound(project: Path) -> None:
    from jhws.publish.standing import found_sound, note_sound, soundness

    now, before = soundness(project), found_sound(project)
    if now != before:
        from jhws.check import check_everything

        check_everything(project, sound=[name for name, held in now.tables.items() if before.tables.get(name) == held])
        note_sound(project, now)


def _build_one(edition: Edition, project: Path, crew: Workers, force: bool) -> None:
    from jhws.publish.build import build_edition
    from jhws.terminal import progress

    built = build_edition(edition, project, workers=crew, watch=progress, force=force)
    if built.largest and built.largest[1]:
        name, memory = built.largest
        count = "1 chapter" if len(built.ran) == 1 else f"{len(built.ran)} chapters"
        typer.echo(f"{count} ran, {crew.count} at a time; the largest, {name}, took {memory / 1e6:.0f} MB.")
    elif not built.compiled:
        typer.echo("Nothing that the pages rest on changed.")
    typer.echo(f"Open {built.page}")


@app.command()
def check() -> None:
    """Validate every table and every edition; tell what a draft still needs and what is new; build nothing."""
    from jhws.check import check_everything
    from jhws.project import find_project

    project = find_project()
    check_everything(project)
    typer.echo("All tables and editions are sound.")
    from jhws.compare import tell_progress  # not before: it takes a second, which faults need not wait for

    for line in tell_progress(project):
        typer.echo(line)


@app.command()
def publish(
    to: Annotated[Path | None, typer.Option("--to", help="Folder to write; _build/pages unless told.")] = None,
    branch: Annotated[str | None, typer.Option(help="Branch to commit to, instead of a folder.")] = None,
) -> None:
    """Put the built editions where GitHub Pages takes them from; refuse what was not checked."""
    from jhws.project import find_project
    from jhws.publish.book import site_address
    from jhws.publish.deploy import publish_to_branch, publish_to_folder
    from jhws.publish.turn import our_turn

    if to and branch:
        raise typer.BadParameter("name a folder or a branch, not both.")
    project = find_project()
    html, address = project / "_build" / "html", site_address(project)
    with our_turn(project, typer.echo):
        if branch:
            published = publish_to_branch(html, project, branch, address)
            place = f"branch {branch}; ‘git push origin {branch}’ makes it public"
        else:
            folder = (to or project / "_build" / "pages").resolve()
            published = publish_to_folder(html, folder, address)
            place = str(folder)
    typer.echo(f"{', '.join(published)}: in {place}")


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="EDITION", help="Names of editions; the newest unless told.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Verify every edition.")] = False,
    release: Annotated[Path | None, typer.Option(help="Verify this release, from the commit that it names.")] = None,
    hash_seed: Annotated[
        int | None, typer.Option(min=0, max=2**32 - 1, help="PYTHONHASHSEED of the rebuild; drawn unless told.")
    ] = None,
) -> None:
    """Build again from nothing, elsewhere, in other circumstances, and compare byte for byte."""
    from jhws.project import find_project
    from jhws.publish.elsewhere import circumstances
    from jhws.publish.release import read_release
    from jhws.publish.verify import cautions, cautions_of_release, verify_edition, verify_release

    if bool(names) + every + bool(release) > 1:
        raise typer.BadParameter("name editions, or --all, or a release.")
    project = find_project()
    other = circumstances(hash_seed)
    if release:
        opened = read_release(release)
        facts = opened.facts
        _warn(cautions_of_release(facts, project, other))
        typer.echo(f"{release.name}: its {len(opened.files)} files are as its checksums say.")
        typer.echo(f"{facts.edition}: built again from commit {facts.commit}, with {other}")
        _refuse(_differs(facts.edition, verify_release(opened, release.name, project, other)))
        return
    _warn(cautions(project, other))
    differences = []
    asked: list[str | None] = [*names] if names else [None]
    for edition in [chosen for name in asked for chosen in _choose(project, name, every)]:
        _build_unless_current(edition, project)
        typer.echo(f"{edition.id}: built again elsewhere, with {other}")
        differences += _differs(edition.id, verify_edition(edition.id, project, other))
    _refuse(differences)


def _warn(cautions: list[str]) -> None:
    for caution in cautions:
        typer.echo(f"Warning: {caution}")


def _differs(edition: str, verified: Verified) -> list[Fault]:
    """Say whether a rebuild is equal, and give the difference that it is not."""
    equal = verified.difference is None
    typer.echo(f"{edition}: {f'equal, all {verified.files} files, byte for byte' if equal else 'not equal'}.")
    return [verified.difference] if verified.difference else []


def _build_unless_current(edition: Edition, project: Path) -> None:
    from jhws.publish.standing import is_current

    if not is_current(project, edition.id):
        typer.echo(f"{edition.id}: no site of what stands in the project now; it is built first.")
        with _workers(project, None, "jhws", None) as crew:
            _check_unless_sound(project)
            _build_one(edition, project, crew, force=False)


@app.command()
def release(
    edition: Annotated[str, typer.Argument(help="Name of an edition whose site is built.")],
    to: Annotated[Path, typer.Option("--to", help="Folder in which EDITION.zip is written.")],
) -> None:
    """Put a site, its checksums, the lock and a list of all packages in one zip that others can verify."""
    from jhws.content import file_digest
    from jhws.project import find_project
    from jhws.publish.release import write_release

    project = find_project()
    (chosen,) = _choose(project, edition, every=False)
    written = write_release(chosen.id, project, to.resolve())
    typer.echo(f"{written}\nSHA-256 {file_digest(written)}")


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
def serve(
    edition: EditionName = None,
    port: Annotated[int, typer.Option(help="Port on this machine; 0 for any that is free.")] = 8000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
) -> None:
    """Show an edition in the browser and keep it up to date while you write."""
    from jhws.project import find_project
    from jhws.publish.serve import serve as show

    project = find_project()
    (chosen,) = _choose(project, edition, every=False)
    with suppress(KeyboardInterrupt):
        show(
            chosen.id,
            project,
            port=port,
            browser=browser,
            say=typer.echo,
            check=lambda: _check_unless_sound(project),
        )


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
    with progress("Refreshing", dict.fromkeys(series.indicator_id for series in plan.series), 1) as watcher:
        differences, faults = fetch_differences(project, plan, areas, transport, watcher)
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


@app.command()
def reproduce(
    result: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a figure, a table or sentences, as its page says.")
    ],
    edition: Annotated[str | None, typer.Argument(help="Name of an edition; the newest that shows it.")] = None,
    site: Annotated[
        Path | None, typer.Option(help="Folder of a published site, instead of the one built here.")
    ] = None,
) -> None:
    """Compute one result again from the tables; say whether it is equal to what the site shows."""
    from jhws.project import find_project
    from jhws.publish.reproduce import UnknownResultError, find_published
    from jhws.publish.reproduce import reproduce as compute_again
    from jhws.publish.warm import KERNEL

    project = find_project()
    try:
        published = find_published(result, project, edition, site)
    except UnknownResultError as error:
        raise typer.BadParameter(str(error), param_hint="ID") from None
    with _workers(project, 1, KERNEL, None) as crew:
        _check_unless_sound(project)
        done = compute_again(published, project, crew)
    for line in done.tell():
        typer.echo(line)
    if not done.equal:
        raise typer.Exit(1)


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


def _choose(project: Path, name: str | None, every: bool) -> list[Edition]:
    from jhws.edition import edition_files, load_edition

    folder = project / "data" / "editions"
    paths = [folder / f"{name}.yml"] if name else edition_files(project)
    loaded = [load_edition(path, project) for path in paths]
    return loaded if name or every else [max(loaded, key=lambda edition: edition.as_of)]


def main() -> None:
    """Run the command; a fault is told in full and ends with status 1."""
    collect_seldom()
    _end_when_told()
    try:
        app()
    except Exception as error:
        told = error if isinstance(error, FaultsError) else _disk_fault(error) or error
        if not isinstance(told, FaultsError):
            raise
        _tell_faults(told)
        sys.exit(1)


def _end_when_told() -> None:
    """Have a build that is ended from outside take its working folder away; no word to end is lost."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED))
    sys.unraisablehook = _tell_again


def _tell_again(ignored: sys.UnraisableHookArgs) -> None:
    """Have a signal sent again in a moment, when what it raised was ignored: an object was just being cleared away."""
    for told, number in ((SystemExit, signal.SIGTERM), (KeyboardInterrupt, signal.SIGINT)):
        if isinstance(ignored.exc_value, told):
            again = threading.Timer(0.05, os.kill, [os.getpid(), number])
            again.daemon = True
            again.start()
            return
    sys.__unraisablehook__(ignored)


def _disk_fault(error: Exception) -> FaultsError | None:
    from jhws.disk import disk_fault
    from jhws.project import find_project

    try:
        fault = disk_fault(error, find_project())
    except FaultsError:
        return None  # outside a project
    return FaultsError([fault]) if fault else None


def _tell_faults(error: FaultsError) -> None:
    count = len(error.faults)
    typer.echo(f"{count} {'fault' if count == 1 else 'faults'} found; nothing was changed.\n", err=True)
    for line in fold(error.faults):
        typer.echo(f"  {line}", err=True)
