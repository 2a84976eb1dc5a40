"""Every line in its room: vendors, clock and environment, sources, numbers, and the direction of the layers."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "dbt_project"
MODELS = PROJECT / "models"
STAGING = MODELS / "staging"
VENDORS = sorted(path.name for path in STAGING.iterdir() if path.is_dir() and path.name not in ("filedrop", "journal"))
ROOMS = ("hirehouse", "ingestion", "expectations", "orchestration", "dashboard")
SETTINGS = ROOT / "hirehouse" / "base" / "settings.py"
# The life of tokens and a vendor's limits run on real time; no datum does. Both are handed in where it matters.
WALL_CLOCKS = {"ingestion/pacing.py": "time.time", "hirehouse/sandbox/server.py": "time.time"}
# the simulated company speaks every vendor's language, and this command offers it
SANDBOX = (ROOT / "hirehouse" / "sandbox", ROOT / "hirehouse" / "cli" / "commands" / "sandbox.py")

CLOCK_AND_ENVIRONMENT = {
    "os.environ",
    "os.getenv",
    "time.time",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
}
CLOCK_IN_SQL = re.compile(
    r"\b(current_timestamp|current_date|localtimestamp|getdate\s*\(|now\s*\(|today\s*\(|sysdate)", re.IGNORECASE
)

# Literals other than 0 and 1 that SQL models may hold, each a fact of arithmetic or of the calendar, or an ordinal.
# What a company could want otherwise is a variable or a row of a seed.
LITERALS = {
    "base_greenhouse__offer_answers": {"720": "minutes to noon, at which the vendor puts a date without time"},
    "early_attrition": {"100": "days into the next quarter"},
    "hyg_fct_02_out_of_calibration": {"100": "per cent"},
    "hyg_fre_01_source_not_loaded": {"24": "hours of a day"},
    "hyg_sco_01_scorecard_overdue": {"24": "hours of a day"},
    "hyg_src_02_unmapped_source": {"7": "days of a week"},
    "int_applications__ended": {"6": "ranks of the five stages end before it"},
    "int_applications__enriched": dict.fromkeys("2345", "rank of a stage"),
    "int_cells__suppressed": {"2": "one hidden cell alone is the total less the others"},
    "int_dates__listed": {"5": "days from Monday to Friday"},
    "int_forecasts__scored": dict.fromkeys(
        ("2", "0.1", "0.9", "9", "10", "50", "90", "100"), "what M-49's quantiles, range and horizons are"
    ),
    "int_forecasts__summarised": dict.fromkeys(("9", "10", "50", "90", "100"), "what the quantiles' names say"),
    "int_hire_attributions__weighted": dict.fromkeys("23", "order of kinds"),
    "int_hires__built": {"100": "a full score", "3": "the parts a quality index has"},
    "int_hires__valued": {"100": "per cent"},
    "int_interviewer_hours__totalled": {"24": "hours of a day"},
    "int_person_clusters__strong": {"2": "rules by the systems' own ids", "6": "rounds of walking links"},
    "int_person_links__shared": dict.fromkeys("234", "order of rules"),
    "int_person_links__usable": {"2": "rules by the systems' own ids"},
    "int_persons__resolved": {"2": "order of rules", "3": "order of rules", "4": "order of rules, and rounds"},
    "int_quarters__ahead": {"95": "days into the next quarter", "190": "days into the one after"},
    "int_quarters__worked": {"45": "days into a quarter", "91": "days of a quarter"},
    "int_spend_months__due": {"31": "days that lead from a month's first day into the next month"},
    "int_stays__accidental": {"2": "odd and even"},
    "int_stays__folded": {"2": "the row two before or after"},
    "int_stays__ordered": {"1000": "past every number of a dated stay"},
    "int_system_matches__compared": {"24": "hours of a day"},
    "hiring_speed": {"0.9": "what p90 means"},
    "scorecard_timeliness": {"24": "hours of a day"},
    "stage_velocity": {"0.9": "what p90 means"},
    "system_consistency": {"0.95": "what p95 means"},
    "stg_greenhouse__offers": {"720": "minutes to noon, for a date without time"},
    "stg_greenhouse__scorecards": {"2": "ends of our scale of ratings"},
}

# The same for macros.
MACRO_LITERALS = {
    "canonical_stage_of": dict.fromkeys("23456", "rank of a stage"),
    "contract_interviews": {"2": "ends of our scale of ratings"},
    "csv_cell": {"10": "line feed", "13": "carriage return"},
    "elapsed_days": {"86400000000": "microseconds of a day"},
    "exact_sum": {"38": "digits of the widest decimal", "15": "of them behind the point"},
    "fisher_p_values": {"12": "decimals that are kept"},
    "log_gamma": dict.fromkeys(
        ("0.5", "0.91893853320467274178e0", "1188e0", "1260e0", "12e0", "1680e0", "3", "360e0", "5", "7", "8", "9"),
        "Stirling's series",
    ),
    "median": {"0.5": "what a median is"},
    "name_key": {"9": "tab", "10": "line feed", "13": "carriage return", "160": "no-break blank"},
    "pooled_rates": {"9": "decimals within which two values are one"},
    "row_fingerprint": {"38": "digits of the widest decimal"},
    "stage_rank": dict.fromkeys("23456", "rank of a stage"),
    "survival_median": {"0.5e0": "what a median is", "9": "decimals within which two values are one"},
    "weekdays_since_epoch": {"5": "working days", "7": "days of a week"},
    "wilson_high": dict.fromkeys(("1.959964", "2", "3.841458881296", "4"), "the 95 % Wilson interval"),
    "wilson_low": dict.fromkeys(("1.959964", "2", "3.841458881296", "4"), "the 95 % Wilson interval"),
}

LAYERS = ("staging", "intermediate", "rules", "hygiene", "core", "metrics", "fairness")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e\d+)?(?![\w.])")


def _files(folder: Path, suffix: str) -> list[Path]:
    found = sorted(path for path in folder.rglob(f"*{suffix}") if not _is_linked(path, folder))
    assert found, folder
    return found


def _is_linked(path: Path, below: Path) -> bool:
    """Whether a link leads to it: hirehouse/ingestion is ingestion, which is looked at under its own name."""
    return any(parent.is_symlink() for parent in path.parents if below in parent.parents)


def _sql(*folders: str) -> list[Path]:
    return [path for folder in folders for path in _files(PROJECT / folder, ".sql")]


@cache
def _bare(path: Path) -> str:
    """A model's text without comments and quoted words."""
    text = re.sub(r"\{#.*?#\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"'[^'\n]*'", "''", re.sub(r"--.*", "", text))


def _python(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms:
        for path in _files(ROOT / room, ".py"):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _dotted(node: ast.expr) -> str:
    """``a.b`` of an attribute, with only the last two names, so that ``datetime.datetime.now`` is ``datetime.now``."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        names.append(node.id)
    return ".".join(reversed(names[:2]))


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_is_named_in_its_own_folders_only(vendor: str) -> None:
    """Its connector and its staging folder; besides them seeds, the company's own settings, and the sandbox. Vendors
    name each other: a CRM's own columns say which ATS their ids are of."""
    own = [place for each in VENDORS for place in (ROOT / "ingestion" / "sources" / each, STAGING / each)]
    own += SANDBOX
    named = re.compile(rf"(?<![a-z]){vendor}(?![a-z])", re.IGNORECASE)
    texts = {path: path.read_text(encoding="utf-8") for room in ROOMS for path in _files(ROOT / room, ".py")}
    texts |= {path: path.read_text(encoding="utf-8") for path in _sql("models", "macros", "tests")}
    # the rows of a unit test have to be some system's
    texts |= {path: path.read_text(encoding="utf-8").split("\nunit_tests:")[0] for path in _files(MODELS, ".yml")}
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path, text in texts.items()
        if not any(path == place or place in path.parents for place in own)
        for line in text.splitlines()
        if named.search(line)
    ]
    assert not found, found


def test_only_settings_reads_the_clock_and_the_environment() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {_dotted(node)}"
        for path, tree in _python(*ROOMS)
        if path != SETTINGS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _dotted(node) in CLOCK_AND_ENVIRONMENT
        if WALL_CLOCKS.get(str(path.relative_to(ROOT))) != _dotted(node)
    ]
    assert not found, found


def test_nobody_imports_the_clock_under_another_name() -> None:
    hidden = {("time", "time"), ("os", "environ"), ("os", "getenv")}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} from {node.module} import {alias.name}"
        for path, tree in _python(*ROOMS)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module, alias.name) in hidden
    ]
    assert not found, found


def test_sql_knows_no_wall_clock() -> None:
    found = [
        str(path.relative_to(PROJECT)) for path in _sql("models", "macros", "tests") if CLOCK_IN_SQL.search(_bare(path))
    ]
    assert not found, found


def test_only_staging_reads_what_a_system_sent() -> None:
    """`source` of raw tables stays in the system's own folder; the warehouse's own ops tables may be read anywhere, and
    the contract's defaults read what every connector reports of its loads."""
    for path in _sql("models", "macros", "tests"):
        for schema in re.findall(r"source\(\s*'(\w+)'", path.read_text(encoding="utf-8")):
            system = schema.removeprefix("raw_")
            is_allowed = schema == "ops" or (schema == "raw_" and path.stem == "contract_default")
            assert is_allowed or STAGING / system in path.parents, f"{path.relative_to(PROJECT)} reads {schema}"


@pytest.mark.parametrize(("folder", "literals"), [("models", LITERALS), ("macros", MACRO_LITERALS)])
def test_numbers_with_business_meaning_are_variables_or_seeds(folder: str, literals: dict[str, dict[str, str]]) -> None:
    held = {path.stem: set(NUMBER.findall(_bare(path))) - {"0", "1", "0e0", "1e0"} for path in _sql(folder)}
    assert {name: numbers for name, numbers in held.items() if numbers} == {
        name: set(known) for name, known in literals.items()
    }


def test_a_class_name_means_one_thing() -> None:
    """In the whole product, private helpers left out."""
    found: dict[str, list[str]] = {}
    for path, tree in _python(*ROOMS, "benchmarks"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert len(found) > 150
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_no_module_stands_outside_a_room() -> None:
    assert [path.name for path in (ROOT / "hirehouse").glob("*.py")] == ["__init__.py"]


def test_a_wheel_holds_one_package_with_every_room(tmp_path: Path) -> None:
    """Also those whose folders stand beside it and are linked (docs/adr/0030)."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {Path(name) for name in archive.namelist()}
    assert {path.parts[0].partition("-")[0] for path in inside} == {"hirehouse"}
    modules = {path for path in inside if path.suffix == ".py" and path.parts[0] == "hirehouse"}
    assert modules == {
        Path("hirehouse") / path.relative_to(folder.parent if folder.name != "hirehouse" else ROOT / "hirehouse")
        for folder in (ROOT / room for room in ROOMS)
        for path in _files(folder, ".py")
    }


def _layer(node: dict[str, Any]) -> str:
    return str(node["fqn"][1])


def test_layers_point_downwards(manifest: dict[str, Any]) -> None:
    models = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    assert {_layer(node) for node in models.values()} == set(LAYERS)
    upwards = [
        f"{node['name']} ({_layer(node)}) reads {models[parent]['name']} ({_layer(models[parent])})"
        for node in models.values()
        for parent in node["depends_on"]["nodes"]
        if parent in models and LAYERS.index(_layer(models[parent])) > LAYERS.index(_layer(node))
    ]
    assert not upwards, upwards


def test_a_rule_reads_no_verdict(manifest: dict[str, Any]) -> None:
    """What runs before the first gate depends on nothing that runs after it."""
    models = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    wrong = [
        f"{node['name']} reads {models[parent]['name']}"
        for node in models.values()
        if "phase1" in node["tags"]
        for parent in node["depends_on"].get("nodes", [])
        if parent in models and "phase1" not in models[parent]["tags"]
    ]
    assert not wrong, wrong


def test_a_system_reads_no_other_system(manifest: dict[str, Any]) -> None:
    systems = {key: node["fqn"][2] for key, node in manifest["nodes"].items() if _is_staging(node)}
    wrong = [
        f"{key} reads {parent}"
        for key, system in systems.items()
        for parent in manifest["nodes"][key]["depends_on"]["nodes"]
        if systems.get(parent, system) != system
    ]
    assert systems and not wrong, wrong


def _is_staging(node: dict[str, Any]) -> bool:
    return node["resource_type"] == "model" and _layer(node) == "staging"


@pytest.mark.parametrize("kind", ["model", "seed", "macro", "source"])
def test_everything_is_described(manifest: dict[str, Any], kind: str) -> None:
    """A description in a yml of its own room; the variants of a dispatched macro share the macro's, and what systems
    deliver is described by the contract."""
    own = [
        node
        for section in ("nodes", "macros", "sources")
        for node in manifest[section].values()
        if node["resource_type"] == kind and node["package_name"] == "hirehouse"
    ]
    assert own
    silent = [
        node["name"]
        for node in own
        if not node["description"].strip() and not re.match(r"(default|spark|duckdb)__|test_|stg_", node["name"])
    ]
    assert not silent, silent


def test_a_model_shares_its_name_and_folder_with_its_yml(manifest: dict[str, Any]) -> None:
    """Where the contract describes the columns, a folder has one yml, which has the folder's name."""
    apart = [
        node["original_file_path"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
        and node["patch_path"] not in (f"hirehouse://{_yml_of(Path(node['original_file_path']))}", None)
    ]
    assert not apart, apart


def _yml_of(model: Path) -> Path:
    if "staging" in model.parts:
        system = model.parts[model.parts.index("staging") + 1]
        return Path("models", "staging", system, f"{system}.yml")
    return model.with_name("unioned.yml") if model.parent.name == "unioned" else model.with_suffix(".yml")
