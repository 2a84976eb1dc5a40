"""The picture of the code shows the imports there are, and says what each room is."""

from __future__ import annotations

from pathlib import Path

from hirehouse.papers.code_map import PAGE, arrows, page, rooms


def test_the_picture_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(rooms(), arrows()), "run `hirehouse dictionary`"


def test_every_room_says_what_it_is() -> None:
    assert [name for name, text in rooms().items() if not text.endswith((".", ":"))] == []


def test_an_arrow_is_drawn_for_each_kind_of_import(tmp_path: Path) -> None:
    for room in ("benchmarks", "hirehouse/deep", "hirehouse/low", "beside", "beside/inner"):
        (tmp_path / room).mkdir(parents=True)
        (tmp_path / room / "__init__.py").write_text(f'"""Room {room}."""\n')
    (tmp_path / "hirehouse" / "beside").symlink_to("../beside")
    (tmp_path / "benchmarks" / "one.py").write_text("import hirehouse.deep.part as part\nimport json\n")
    (tmp_path / "hirehouse" / "deep" / "part.py").write_text(
        "def late():\n    from hirehouse.beside import inner\n    from hirehouse import low\n"
    )
    (tmp_path / "beside" / "inner" / "own.py").write_text("from hirehouse.beside import inner\n")
    assert rooms(tmp_path) == {
        "benchmarks": "Room benchmarks.",
        "beside": "Room beside.",
        "hirehouse/deep": "Room hirehouse/deep.",
        "hirehouse/low": "Room hirehouse/low.",
    }
    assert arrows(tmp_path) == {
        ("benchmarks", "hirehouse/deep"),
        ("hirehouse/deep", "beside"),
        ("hirehouse/deep", "hirehouse/low"),
    }
