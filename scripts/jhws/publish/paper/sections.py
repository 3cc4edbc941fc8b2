"""The words of a paper: the book's sections, and the analyst's own in their place or beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from jhws.faults import Fault, FaultsError

SECTIONS = Path("chapters") / "paper"


def read_sections(edition: str, project: Path, words: Mapping[str, str]) -> dict[str, str]:
    """Read the sections of an edition's paper, in the order of their file names.

    The book's sections stand in ``chapters/paper/``. A file of the same name in ``data/editions/<edition>/`` takes
    a section's place, a blank one leaves it out, and one with a name of its own is added. Builds only read them.

    Parameters
    ----------
    edition
        The edition's id.
    project
        The project's top folder.
    words
        What ``$name`` in a section stands for, as ``$area``.

    Returns
    -------
    dict
        Markdown by the file that it stands in, relative to the project.

    Raises
    ------
    FaultsError
        A file is not UTF-8, or has a ``$name`` that stands for nothing.
    """
    files = {path.name: path for path in sorted((project / SECTIONS).glob("*.md"))}
    files |= {path.name: path for path in sorted((project / "data" / "editions" / edition).glob("*.md"))}
    faults: list[Fault] = []
    sections = {}
    for _, path in sorted(files.items()):
        name = path.relative_to(project).as_posix()
        try:
            sections[name] = Template(path.read_text(encoding="utf-8-sig")).substitute(words)
        except UnicodeDecodeError:
            faults.append(Fault(name, "", "", "the file is not UTF-8.", "Save it again as UTF-8."))
        except KeyError as unknown:
            known = ", ".join(f"${word}" for word in words)
            faults.append(Fault(name, "", f"${unknown.args[0]}", f"it stands for nothing; there are {known}."))
        except ValueError:
            faults.append(Fault(name, "", "$", "a single $ stands before a name.", "Write $$ for the sign itself."))
    if faults:
        raise FaultsError(faults)
    return sections
