"""The log is the truth: whatever is taken from it, put into it or changed in it is told with the load's name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.ingestion import compact, load_manifest, observation_log, repair
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.guard import CHANGED, CUT, DOUBLED, FOREIGN, FUTURE, MISSING, UNNOTED, inspect
from hirehouse.ingestion.registry import connector
from tests.ingestion.reading import load, rows
from tests.ingestion.tampering import FOREIGN_LOAD, FUTURE_LOAD, WAYS, Target, as_load, cut

START = datetime(2026, 4, 1, 6, tzinfo=UTC)
CLOCK = START + timedelta(days=30)
SYSTEM = "filedrop"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``drop`` and a ``home`` that loaded its two changing files on three days."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "drop").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCES__FILEDROP__PATH", str(folder / "drop"))
        for number in range(3):
            drop(folder / "drop", number)
            load(folder / "home", SYSTEM, START + timedelta(days=number))
    return folder


def drop(folder: Path, day: int) -> None:
    """What the company drops on a day: a further holiday, and a rate that moves."""
    days = "".join(f"Lisbon,2026-12-{number + 1:02}\n" for number in range(day + 1))
    (folder / "holidays.csv").write_text(f"office,holiday_date\n{days}")
    (folder / "currency_rates.csv").write_text(f"currency,company_rate,month_start_date\nSEK,0.0{day + 7},2026-04-01\n")


@pytest.fixture
def home(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the loaded home to tamper with."""
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(loaded / "drop"))
    shutil.copytree(loaded / "home", tmp_path / "home")
    return tmp_path / "home"


def look(home: Path, **more: object) -> set[tuple[str, str, str]]:
    """Kind, load and place of everything found."""
    found, _ = inspect(home / "raw", SYSTEM, CLOCK, **more)  # type: ignore[arg-type]
    return {(each.kind, each.load_id, each.path.parent.name) for each in found}


def loads(home: Path) -> list[str]:
    """Ids of the three loads, oldest first."""
    return [each.load_id for each in observation_log.completed_loads(home / "raw", SYSTEM) if each.kind == "load"]


def file_of(home: Path, load_id: str, table: str = "holidays") -> Path:
    (found,) = (home / "raw" / "raw_filedrop" / table).glob(f"{load_id}.*.parquet")
    return found


def test_a_sound_log_is_sound_and_every_load_is_noted(home: Path) -> None:
    assert look(home) == look(home, thorough=True) == set()
    noted = load_manifest.read(home / "raw", SYSTEM)
    assert set(noted.loads) == observation_log.completed_load_ids(home / "raw", SYSTEM)
    first = noted.loads[loads(home)[0]]
    assert (first.kind, first.observed_at, first.is_complete) == ("load", START, True)
    names = {name.split("/")[0]: file for name, file in first.files.items()}
    assert {name: file.rows for name, file in names.items()} == {"holidays": 1, "currency_rates": 1, "ingest_run": 1}


TOLD = {
    "missing file": (MISSING, "one", "holidays"),
    "cut file": (CUT, "one", "holidays"),
    "swapped file": (CHANGED, "one", "holidays"),
    "foreign file": (DOUBLED, FOREIGN_LOAD, "holidays"),
    "future file": (DOUBLED, FUTURE_LOAD, "holidays"),
    "doubled file": (DOUBLED, "one", "holidays"),
    "missing mark": (MISSING, "one", "_dlt_loads"),
    "cut mark": (CUT, "one", "_dlt_loads"),
    "swapped mark": (CHANGED, "one", "_dlt_loads"),
    "foreign mark": (UNNOTED, FOREIGN_LOAD, "_dlt_loads"),
    "future mark": (UNNOTED, FUTURE_LOAD, "_dlt_loads"),
    "doubled mark": (DOUBLED, "one", "_dlt_loads"),
    "missing state": (MISSING, "other", "_dlt_pipeline_state"),
    "cut state": (CUT, "one", "_dlt_pipeline_state"),
    "swapped state": (CHANGED, "one", "_dlt_pipeline_state"),
    "foreign state": (DOUBLED, FOREIGN_LOAD, "_dlt_pipeline_state"),
    "cut note": (UNNOTED, "one", "raw_filedrop"),
    "missing note": (UNNOTED, "one", "_dlt_loads"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("which", ["first", "last"])
def test_tampering_is_told_and_repaired(home: Path, tmp_path: Path, way: str, which: str) -> None:
    """Told with its load; after the repair and the load it asks for the log is sound and says what is shown."""
    ids = loads(home)
    one, other = (ids[0], ids[-1]) if which == "first" or "state" in way else (ids[-1], ids[0])
    before = state(home)
    _, seen = inspect(home / "raw", SYSTEM, CLOCK)
    WAYS[way](Target(home / "raw", SYSTEM, one, other, ("holidays", "currency_rates")))
    kind, load_id, place = TOLD[way]
    expected = (kind, {"one": one, "other": other}.get(load_id, load_id), place)
    found = look(home)
    assert look(home, seen=seen) == found
    # what is swapped for something shorter is told as cut
    assert expected in {
        (CHANGED if way.startswith("swapped") and each[0] == CUT else each[0], *each[1:]) for each in found
    }
    texts = [each.text for each in inspect(home / "raw", SYSTEM, CLOCK)[0]]
    assert any(expected[1] in text for text in texts)

    done = repair.repair(home / "raw", SYSTEM, CLOCK, tmp_path / "aside")
    assert done
    assert look(home, thorough=True) == set()
    report = load(home, SYSTEM, START + timedelta(days=2))
    assert look(home, thorough=True) == set()
    assert state(home) == before
    assert all(each.source_rows == each.log_rows for each in report.reconciliation)
    assert not load_manifest.is_asked_again(home / "raw", SYSTEM)


def test_content_changed_in_place_is_found(home: Path) -> None:
    _, seen = inspect(home / "raw", SYSTEM, CLOCK)
    path = file_of(home, loads(home)[1])
    content = bytearray(path.read_bytes())
    content[10] ^= 0xFF
    path.write_bytes(content)
    assert look(home, seen=seen) == {(CHANGED, loads(home)[1], "holidays")}


def test_a_file_of_another_home_is_foreign(home: Path, tmp_path: Path) -> None:
    load(tmp_path / "elsewhere", SYSTEM, START)
    theirs = next((tmp_path / "elsewhere" / "raw" / "raw_filedrop" / "holidays").glob("*.parquet"))
    mine = loads(home)[0]
    shutil.copy(theirs, file_of(home, mine).with_name(f"{mine}.theirs.parquet"))
    assert look(home) == {(FOREIGN, mine, "holidays")}


def test_a_load_of_the_future_is_told_and_forgotten(home: Path, tmp_path: Path) -> None:
    early = START + timedelta(days=1)
    found, _ = inspect(home / "raw", SYSTEM, early)
    last = loads(home)[-1]
    assert {each.load_id for each in found if each.kind == FUTURE} >= {last}
    repair.repair(home / "raw", SYSTEM, early, tmp_path / "aside")
    assert [each.observed_at for each in observation_log.completed_loads(home / "raw", SYSTEM)][-1] == early
    assert look(home) == set()
    assert load_manifest.is_asked_again(home / "raw", SYSTEM)


def test_a_broken_working_folder_of_dlt_is_made_again(home: Path) -> None:
    """Its state and schema come back from the log, with the next load."""
    before = state(home)
    for name in ("state.json", "schemas/filedrop.schema.json"):
        cut(home / "state" / "raw_filedrop" / name)
    load(home, SYSTEM, START + timedelta(days=3))
    assert look(home, thorough=True) == set()
    assert state(home) == before


def test_what_a_killed_load_leaves_is_no_damage_and_is_swept(home: Path) -> None:
    """Copied in part, never marked: noted beforehand, read by nobody, gone with the next load, its bookmark too."""
    one = loads(home)[-1]
    note = load_manifest.read(home / "raw", SYSTEM).loads[one]
    left = as_load(file_of(home, one), one, "1790000000.75")
    state_file = Target(home / "raw", SYSTEM, one, one, ("holidays", "currency_rates")).state(one)
    ahead = as_load(state_file, one, "1790000000.75")
    names = {name.replace(one, "1790000000.75"): file for name, file in note.files.items()}
    load_manifest.write(home / "raw", SYSTEM, load_manifest.LoadNote("1790000000.75", "load", START, False, names))
    assert look(home) == set()
    load(home, SYSTEM, START + timedelta(days=3))
    assert not left.exists() and not ahead.exists() and look(home) == set()


def test_killed_between_mark_and_note_the_load_counts(home: Path) -> None:
    one = loads(home)[-1]
    note = load_manifest.read(home / "raw", SYSTEM).loads[one]
    load_manifest.write(home / "raw", SYSTEM, load_manifest.LoadNote(one, "load", note.observed_at, False, note.files))
    assert look(home) == set()
    cut(file_of(home, one))
    assert look(home) == {(CUT, one, "holidays")}


def test_a_log_made_before_notes_is_adopted(home: Path, tmp_path: Path) -> None:
    shutil.rmtree(home / "raw" / load_manifest.FOLDER)
    assert {kind for kind, _, _ in look(home)} == {UNNOTED, FOREIGN}
    assert repair.adopt(home / "raw", SYSTEM) == 6
    assert look(home, thorough=True) == set()
    assert repair.adopt(home / "raw", SYSTEM) == 0


def test_a_damaged_log_is_adopted_but_for_its_damage(loaded: Path, home: Path, tmp_path: Path) -> None:
    shutil.rmtree(home / "raw" / load_manifest.FOLDER)
    one = loads(home)[1]
    cut(file_of(home, one))
    assert repair.adopt(home / "raw", SYSTEM) == 5
    assert (UNNOTED, one, "_dlt_loads") in look(home)
    before = state(loaded / "home")
    repair.repair(home / "raw", SYSTEM, CLOCK, tmp_path / "aside")
    load(home, SYSTEM, START + timedelta(days=2))
    assert look(home) == set() and state(home) == before


def test_compaction_keeps_the_notes_true(home: Path) -> None:
    tables = connector(SYSTEM).tables
    assert compact.compact(home / "raw", SYSTEM, tables, least_files=2)
    assert look(home, thorough=True) == set()
    noted = load_manifest.read(home / "raw", SYSTEM)
    assert len(list(load_manifest.folder(home / "raw", SYSTEM).glob("*.json"))) == 1
    assert set(noted.loads) == observation_log.completed_load_ids(home / "raw", SYSTEM) and not noted.replaced
    merged = file_of(home, loads(home)[-1])
    assert merged.name.endswith(".compacted0.parquet")
    cut(merged)
    assert look(home) == {(CUT, loads(home)[-1], "holidays")}


@pytest.mark.parametrize("dies_at", range(5))
def test_a_compaction_that_dies_is_no_damage(home: Path, monkeypatch: pytest.MonkeyPatch, dies_at: int) -> None:
    """At whatever step: the check finds the log sound, and the next compaction ends what was begun."""
    before, tables = state(home), connector(SYSTEM).tables
    calls = iter(range(100))

    def dying(original: Callable[..., object]) -> Callable[..., object]:
        def step(self: Path, *arguments: object, **named: object) -> object:
            if self.suffix in (".part", ".parquet") and next(calls) >= dies_at:
                raise KeyboardInterrupt
            return original(self, *arguments, **named)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dying(Path.unlink))
        patch.setattr(Path, "replace", dying(Path.replace))
        with pytest.raises(KeyboardInterrupt):
            compact.compact(home / "raw", SYSTEM, tables, least_files=2)
    assert look(home, thorough=True) == set()
    assert state(home) == before
    compact.compact(home / "raw", SYSTEM, tables, least_files=2)
    assert look(home, thorough=True) == set()
    assert state(home) == before
    assert not list((home / "raw").rglob("*.part"))


def test_a_load_can_be_forgotten_after_compaction(home: Path) -> None:
    ids = loads(home)
    compact.compact(home / "raw", SYSTEM, connector(SYSTEM).tables, least_files=2)
    for load_id, left in ((ids[1], {ids[0], ids[2]}), (ids[2], {ids[0]})):
        repair.forget(home / "raw", SYSTEM, load_id)
        assert look(home, thorough=True) == set()
        assert {row["_dlt_load_id"] for row in rows(home, SYSTEM, "holidays")} == left
    assert loads(home) == ids[:1]


def test_forgetting_what_is_not_there_is_an_error(home: Path) -> None:
    with pytest.raises(SourceError, match="the log has no load 12"):
        repair.forget(home / "raw", SYSTEM, "12")


def state(home: Path) -> dict[str, list[tuple]]:
    """What staging would read: the latest values of each record, without when and by which load they were seen."""
    found = {}
    for table in ("holidays", "currency_rates"):
        spec = connector(SYSTEM).tables[table]
        latest = rows(
            home, SYSTEM, table, f"from ({observation_log.latest_sql('select * from raw', spec)}) where not _is_deleted"
        )
        found[table] = sorted(tuple(row[name] for name in spec.columns) for row in latest)
    return found
