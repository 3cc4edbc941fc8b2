"""Which modules of the package a chapter uses, read from its code: a change elsewhere need not run it again."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from jhws.content import digest, tree_digests
from jhws.publish.store import cache_folder, read_json, write_whole
from jhws.python_code import parse

PACKAGE = Path(__file__).resolve().parents[1]
_NAME = "jhws"


def package_digests() -> dict[str, str]:
    """Give the digests of the package's files, by their names seen from it."""
    return tree_digests(PACKAGE, [PACKAGE])


def package_data(package: Iterable[str]) -> list[str]:
    """Choose, of the package's files, what is neither code nor publishes: the templates of its exhibits."""
    return sorted(name for name in package if not name.endswith(".py") and not name.startswith("publish/"))


def used_files_kept(sources: list[str], package: dict[str, str], project: Path) -> list[str]:
    """List the names of what `used_files` finds; it is kept for as long as no file of the package changes.

    To read the package's code takes most of the time in which a build finds out what it has to do.

    Parameters
    ----------
    sources
        Python code.
    package
        The digests of the package's files as they are now.
    project
        The project in which it is kept.
    """
    place = cache_folder(project) / "uses.json"
    state, code = digest(package), digest(sources)
    kept = read_json(place)
    if kept is None or kept["package"] != state:
        forget()
        kept = {"package": state, "uses": {}}
    if code not in kept["uses"]:
        kept["uses"][code] = [file.relative_to(PACKAGE).as_posix() for file in used_files(sources)]
        if package_digests() == package:  # else it was saved meanwhile, and what was read is of no known state
            write_whole(place, json.dumps(kept))
    return list(kept["uses"][code])


def used_files(sources: Iterable[str]) -> list[Path]:
    """List the package's files that some code rests on: the modules that it names and all that those import.

    Parameters
    ----------
    sources
        Python code; lines that Python cannot read (magics) make the whole package count as used.

    Returns
    -------
    list of Path
        Files of the package, sorted. Names are followed through the imports in a package's ``__init__`` to the module
        that defines them, so that ``tables.outlook`` rests on ``present/tables/trends.py`` and not on its neighbours.
        What cannot be followed counts with everything below it.
    """
    try:
        tree = parse("\n".join(sources))
    except SyntaxError:
        return _everything(_NAME)
    found: set[Path] = set()
    waiting = list(_named(tree))
    done: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module in done:
            continue
        done.add(module)
        found.update(_with_parents(module))
        waiting += _imports(module)
    return sorted(found)


def _named(tree: ast.AST) -> Iterator[str]:
    """Give the modules that code names: through its imports, and through attributes of what it imported."""
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == _NAME:
                    bound[alias.asname or _NAME] = alias.name if alias.asname else _NAME
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == _NAME:
            for alias in node.names:
                place = _step(node.module, alias.name)
                if alias.name == "*":
                    yield from _below(node.module)
                elif _is_module(place):
                    bound[alias.asname or alias.name] = place
                else:
                    yield place.rpartition(":")[0]
    chained: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names = _chain(node)
            if names and names[0] in bound and id(node.value) not in chained:
                yield from _follow(bound[names[0]], names[1:])
                chained.update(id(part) for part in ast.walk(node) if isinstance(part, ast.Name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in bound and id(node) not in chained:
            yield from _below(bound[node.id])


def _chain(node: ast.Attribute) -> list[str]:
    """Give the names of ``a.b.c``, or none where something else stands at its root."""
    names = [node.attr]
    value: ast.expr = node.value
    while isinstance(value, ast.Attribute):
        names.append(value.attr)
        value = value.value
    return [value.id, *reversed(names)] if isinstance(value, ast.Name) else []


def _follow(module: str, names: list[str]) -> Iterator[str]:
    for name in names:
        place = _step(module, name)
        if not _is_module(place):
            yield place.rpartition(":")[0]
            return
        module = place
    yield from _below(module)


def _step(module: str, name: str) -> str:
    """Find a name of a module: ``package.module`` where it is a module, else ``module:`` of where it is defined."""
    inner = f"{module}.{name}"
    if _file(inner):
        return inner
    return f"{_exports(module).get(name, module)}:"


def _is_module(place: str) -> bool:
    return not place.endswith(":")


@cache
def _exports(module: str) -> dict[str, str]:
    """Give where a package's ``__init__`` has its names from."""
    file = _file(module)
    if file is None or file.name != "__init__.py":
        return {}
    return {
        alias.asname or alias.name: node.module
        for node in ast.walk(_parse(file))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


@cache
def _imports(module: str) -> list[str]:
    """Give the modules that a module imports; a package's ``__init__`` alone imports nothing that counts."""
    file = _file(module)
    if file is None or file.name == "__init__.py":
        return []
    found = []
    for node in ast.walk(_parse(file)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == _NAME:
            for alias in node.names:
                place = node.module if alias.name == "*" else _step(node.module, alias.name)
                found += _below(place) if _is_module(place) else [place.rpartition(":")[0]]
        elif isinstance(node, ast.Import):
            found += [name for alias in node.names if alias.name.split(".")[0] == _NAME for name in _below(alias.name)]
    return found


def _below(module: str) -> list[str]:
    """Give a module, and all that lie below it where it is a package."""
    file = _file(module)
    if file is None:
        return [_NAME]
    if file.name != "__init__.py":
        return [module]
    inner = [path.relative_to(PACKAGE).with_suffix("").parts for path in file.parent.rglob("*.py")]
    return [".".join([_NAME, *parts]).removesuffix(".__init__") for parts in inner]


def _with_parents(module: str) -> Iterator[Path]:
    parts = module.split(".")
    for number in range(1, len(parts) + 1):
        file = _file(".".join(parts[:number]))
        if file and not _only_hands_on(file):
            yield file


@cache
def _only_hands_on(file: Path) -> bool:
    """Tell whether an ``__init__`` only hands on names, which are followed to where they are defined."""
    return file.name == "__init__.py" and all(
        isinstance(part, ast.ImportFrom)
        or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
        or (isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name) and part.targets[0].id[:2] == "__")
        for part in _parse(file).body
    )


def _everything(module: str) -> list[Path]:
    return sorted(file for name in _below(module) if (file := _file(name)))


@cache
def _file(module: str) -> Path | None:
    place = PACKAGE.joinpath(*module.split(".")[1:])
    for file in (place.with_suffix(".py") if place != PACKAGE else place / "__init__.py", place / "__init__.py"):
        if file.is_file():
            return file
    return None


@cache
def _parse(file: Path) -> ast.Module:
    return parse(file.read_text(encoding="utf-8"))


def forget() -> None:
    """Read the package anew: it may have changed."""
    for remembered in (_exports, _imports, _file, _parse, _only_hands_on):
        remembered.cache_clear()
