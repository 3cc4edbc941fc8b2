"""Nothing in the package runs what it is given, and nothing is installed that was not looked at."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[1]
MODULES = sorted((PROJECT / "scripts" / "jhws").rglob("*.py"))
# What runs a text as code, or makes objects of bytes that somebody else may have written.
RUNS = {"eval", "exec", "compile", "__import__"}
UNPICKLES = {"pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "cloudpickle"}
SHELLS = {("os", "system"), ("os", "popen"), ("subprocess", "getoutput"), ("subprocess", "getstatusoutput")}
SHELLS |= {("pandas", "read_pickle"), ("pd", "read_pickle"), ("yaml", "unsafe_load"), ("yaml", "full_load")}


def faults(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in RUNS:
                found.append(f"line {node.lineno}: {name}()")
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in SHELLS:
                found.append(f"line {node.lineno}: {module}.{name}")
            case ast.Call(keywords=keywords) if any(
                key.arg == "shell" and not (isinstance(key.value, ast.Constant) and key.value.value is False)
                for key in keywords
            ):
                found.append(f"line {node.lineno}: shell=")
            case ast.Import(names=names) if {name.name.split(".")[0] for name in names} & UNPICKLES:
                found.append(f"line {node.lineno}: import of a pickle")
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in UNPICKLES:
                found.append(f"line {node.lineno}: import of a pickle")
    return found


# A fork of the template process does what `python -c` does, with a command line that the package itself writes.
AS_PYTHON_DOES = {"template.py": ["exec()"]}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROJECT / "scripts").as_posix())
def test_no_module_runs_texts_as_code_reads_pickles_or_gives_data_to_a_shell(path):
    found = [fault.partition(": ")[2] for fault in faults(path.read_text(encoding="utf-8"))]
    assert found == AS_PYTHON_DOES.get(path.name, [])


@pytest.mark.parametrize(
    "line",
    [
        "eval('1')",
        "exec(code)",
        "import pickle",
        "from pickle import loads",
        "subprocess.run(x, shell=True)",
        "os.system('ls')",
        "pd.read_pickle(path)",
    ],
)
def test_the_search_finds_what_it_searches_for(line):
    assert faults(line)


def test_every_requirement_is_one_version_with_its_hashes():
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 100
    for line in lines:
        assert re.match(r"[A-Za-z0-9_.-]+(\[[a-z,]+\])?==[^ ;]+", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line
    assert not re.search(r"^\s*(--(extra-)?index-url|-i|--trusted-host)\b", text, re.MULTILINE)


def test_what_the_project_needs_is_locked():
    locked = (PROJECT / "requirements.txt").read_text(encoding="utf-8").lower()
    names = {match.lower() for match in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==", locked, re.MULTILINE)}
    about = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    block = about.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    needed = {re.match(r'\s*"([A-Za-z0-9_.-]+)', line)[1].lower() for line in block.splitlines() if '"' in line}
    assert {name.replace("_", "-") for name in needed} <= {name.replace("_", "-") for name in names}


def test_the_workflows_may_read_only_and_end_in_time():
    workflows = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
    assert workflows
    for path in workflows:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 30


def test_the_list_of_what_is_installed_names_all_that_is_locked_with_hashes_and_is_the_same_each_time(tmp_path):
    made = []
    for name in ("first.json", "second.json"):
        words = ["requirements", str(PROJECT / "requirements.txt"), "--pyproject", str(PROJECT / "pyproject.toml")]
        form = ["--output-reproducible", "--output-format", "JSON", "--output-file", str(tmp_path / name)]
        subprocess.run([sys.executable, "-m", "cyclonedx_py", *words, *form], check=True, capture_output=True)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    bill = json.loads(made[0])
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    locked = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", text, re.MULTILINE)
    assert bill["metadata"]["component"]["name"] == "jhws"
    assert sorted((part["name"], part["version"]) for part in bill["components"]) == sorted(locked)
    for part in bill["components"]:
        assert part["externalReferences"][0]["hashes"], part["name"]
