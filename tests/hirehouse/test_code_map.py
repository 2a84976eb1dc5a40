"""The picture of the code shows the imports there are, and says what each room is."""

from __future__ import annotations

from pathlib import Path

from hirehouse.code_map import PACKAGES, PAGE, arrows, page, rooms


def test_the_picture_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(rooms(), arrows()), "run `hirehouse dictionary`"


def test_every_room_says_what_it_is() -> None:
    assert [name for name, text in rooms().items() if not text.endswith((".", ":"))] == []


def test_an_arrow_is_drawn_for_each_kind_of_import(tmp_path: Path) -> None:
    for package in (*PACKAGES, "hirehouse/deep", "ingestion/sandbox", "ingestion/sources"):
        (tmp_path / package).mkdir(exist_ok=True)
        (tmp_path / package / "__init__.py").write_text(f'"""Room {package}."""\n')
    (tmp_path / "dashboard" / "one.py").write_text("import hirehouse.deep.part as part\nimport json\n")
    (tmp_path / "hirehouse" / "deep" / "part.py").write_text(
        "def late():\n    from ingestion import sandbox, sources\n"
    )
    (tmp_path / "ingestion" / "sandbox" / "own.py").write_text("from ingestion.sandbox import own\n")
    assert rooms(tmp_path)["hirehouse/deep"] == "Room hirehouse/deep."
    assert "ingestion/sources" not in rooms(tmp_path)
    assert arrows(tmp_path) == {
        ("dashboard", "hirehouse/deep"),
        ("hirehouse/deep", "ingestion/sandbox"),
        ("hirehouse/deep", "ingestion"),
    }
