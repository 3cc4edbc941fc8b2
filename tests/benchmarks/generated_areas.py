"""Make a project of generated areas: figures drawn with the statistics of the real ones, and of no real place.

    python tests/benchmarks/generated_areas.py 150 FOLDER
    cd FOLDER && jhws build --areas areas.csv

Each series of a generated area is one of a real area, chosen by chance, moved by a chance amount as large as real areas
differ from one another, with chance errors as large as its limits say. The folder lies outside this project; every page
carries a notice, every name says ‘Generated’, and the only source is one that says so.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

PROJECT = Path(__file__).resolve().parents[2]
NOTICE = "Generated figures: drawn by chance to measure how the book is built. They are of no real place."
COUNTRY = "X92000001"
NOT_OF_AREAS = {"indicators.csv", "priorities.csv"}
VALUES = ["value", "lower_95", "upper_95"]


def generate(count: int, folder: Path, seed: int = 6) -> Path:
    """Write a project with `count` generated areas; give its list of areas."""
    data = folder / "data"
    shutil.copytree(PROJECT / "chapters", folder / "chapters", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(PROJECT / "data", data, ignore=shutil.ignore_patterns("editions"))
    settings = yaml.safe_load((PROJECT / "_config.yml").read_text(encoding="utf-8"))
    settings.setdefault("html", {})["announcement"] = NOTICE
    (folder / "_config.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    shutil.copyfile(PROJECT / "requirements.txt", folder / "requirements.txt")
    codes = [f"X1{number:07d}" for number in range(1, count + 1)]
    draw = np.random.default_rng(seed)
    for path in data.rglob("*.csv"):
        if path.parent.name == "observations":
            write(observations(read(path), codes, draw), path)
        elif path.name in NOT_OF_AREAS:
            write(read(path).assign(source_id="generated"), path)
        else:
            write(read(path).iloc[:0], path)
    names = {COUNTRY: "Generated country"} | {code: f"Generated area {code[-3:]}" for code in codes}
    kinds = ["country", *["county"] * count]
    parents = ["", *[COUNTRY] * count]
    write(
        pd.DataFrame(
            {"area_code": list(names), "name": list(names.values()), "area_type": kinds, "parent_code": parents}
        ),
        data / "areas.csv",
    )
    source = dict.fromkeys(read(PROJECT / "data" / "sources.csv").columns, "")
    source |= {"source_id": "generated", "title": "Generated figures", "publisher": "This project’s benchmark"}
    source |= {
        "licence": "not stated",
        "document_type": read(PROJECT / "data" / "sources.csv")["document_type"].iloc[-1],
    }
    write(pd.DataFrame([source]), data / "sources.csv")
    write_edition(codes[0], data / "editions")
    listed = folder / "areas.csv"
    listed.write_text("area_code\n" + "".join(f"{code}\n" for code in codes), encoding="utf-8")
    return listed


def read(path: Path) -> pd.DataFrame:
    """Read a table as text."""
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def write(rows: pd.DataFrame, path: Path) -> None:
    """Write a table as the project keeps them."""
    rows.to_csv(path, index=False, lineterminator="\n")


def observations(real: pd.DataFrame, codes: list[str], draw: np.random.Generator) -> pd.DataFrame:
    """Draw a table of observations for the generated areas and their country; one without rows stays so."""
    if real.empty:
        return real
    numbers = real[VALUES].apply(pd.to_numeric)
    series = real[["indicator_id", "sex", "category"]].agg("|".join, axis=1)
    means = numbers["value"].groupby([series, real["area_code"]]).mean()
    between = means.groupby(level=0).std().fillna(0.0)
    country = real["area_code"] == "E92000001"
    drawn = [move(real[country], numbers[country], COUNTRY, 0 * between, series, draw)]
    local = sorted(real.loc[~country, "area_code"].unique())
    for code in codes:
        if local:
            chosen = real["area_code"] == draw.choice(local)
            drawn.append(move(real[chosen], numbers[chosen], code, between, series, draw))
    return pd.concat(drawn).assign(source_id="generated", locator="drawn by chance")


def move(
    rows: pd.DataFrame,
    numbers: pd.DataFrame,
    code: str,
    between: pd.Series,
    series: pd.Series,
    draw: np.random.Generator,
) -> pd.DataFrame:
    """Give rows of one area as those of another: moved, with errors of their own."""
    spread = series[rows.index].map({name: draw.normal(0, 0.3 * width) for name, width in between.items()})
    error = ((numbers["upper_95"] - numbers["lower_95"]) / 3.92).fillna(0.0) * draw.normal(size=len(rows))
    moved = numbers.add((spread + 0.5 * error) * (code != COUNTRY), axis=0)
    inside = moved.clip(lower=numbers["value"].min(), upper=numbers["value"].max(), axis=0)
    inside = inside.assign(
        lower_95=inside[["lower_95", "value"]].min(axis=1).where(numbers["lower_95"].notna()),
        upper_95=inside[["upper_95", "value"]].max(axis=1).where(numbers["upper_95"].notna()),
    )
    text = inside.round(3).astype("str").replace("nan", "")
    return rows.assign(area_code=code, **{name: text[name] for name in VALUES})


def write_edition(area: str, folder: Path) -> None:
    """Write the edition whose settings every profile takes."""
    folder.mkdir()
    edition = {
        "id": "generated",
        "title": "Generated figures",
        "area": area,
        "reference": COUNTRY,
        "comparators": [COUNTRY],
        "period": "2024-25",
        "as_of": pd.Timestamp("2025-05-29").date(),
        "sources": ["generated"],
        "chapters": ["trends", "inequality"],
        "forecast_horizon": 3,
        "confidence_levels": [80, 95],
        "suppression_threshold": 5,
    }
    (folder / "generated.yml").write_text(yaml.safe_dump(edition, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", type=int)
    asked.add_argument("folder", type=Path)
    given = asked.parse_args()
    print(generate(given.count, given.folder))
