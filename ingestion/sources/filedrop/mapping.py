"""``<entity>.mapping.yml``: how a company's own export says what we call by canonical names.

The file is checked whole before anything is read. Every scalar in it stays the text that was written: a column may be
called No or On, which YAML would make a boolean of.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES, Entity
from hirehouse.ingestion.values import Misfit, Numbers, check_form, tidy

_README = "see ingestion/sources/filedrop/README.md"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) and value else [] if value == "" else value


def _empty(value: Any) -> Any:
    return {} if value == "" else value


def _form(form: str) -> str:
    check_form(form)
    return form


def _zone_name(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        raise Misfit(f"a time zone's name like Europe/London; unknown time zone {name!r}") from None
    return name


Name = Annotated[str, AfterValidator(tidy), Field(min_length=1)]
Names = Annotated[list[Name], BeforeValidator(_listed)]
Forms = Annotated[list[Annotated[str, AfterValidator(_form)]], BeforeValidator(_listed)]
ByName = Annotated[dict[Name, Name], BeforeValidator(_empty)]


class Mapping(BaseModel):
    """What a mapping can say; the README tells each key. Column names are the file's, canonical ones where noted.

    ``columns``: the file's name -> canonical name; ``constants``: canonical name -> text of every row that has none;
    ``words``: canonical name -> word of the file -> word it stands for; ``empty``: words that mean no value. Times
    without an offset are in ``timezone``. Validated with the entity as context.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: ByName = {}
    constants: ByName = {}
    ignore: Names = []
    words: Annotated[dict[Name, Annotated[dict[Name, str], BeforeValidator(_empty)]], BeforeValidator(_empty)] = {}
    empty: Names = []
    header_row: Annotated[int, Field(ge=1)] = 1
    sheets: Names = []
    decimal: Literal[".", ","] | None = None
    thousands: Literal[".", ",", "'", "’", " ", ""] | None = None
    date_format: Forms = []
    timestamp_format: Forms = []
    timezone: Annotated[str, AfterValidator(_zone_name)] = "UTC"
    may_vanish: bool = False

    @field_validator("columns", "constants", "words")
    @classmethod
    def _is_canonical(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        entity = cast(Entity, info.context)
        for canonical in value.values() if info.field_name == "columns" else value:
            if canonical not in entity.columns:
                known = ", ".join(entity.columns)
                raise Misfit(f"one of {known}; it maps to {canonical}, which {entity.spec.name} does not have")
        return value

    @model_validator(mode="after")
    def _marks_differ(self) -> Mapping:
        if self.decimal is not None and self.decimal == self.thousands:
            raise Misfit("two different marks for decimal and thousands")
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of times without an offset."""
        return ZoneInfo(self.timezone)

    @property
    def numbers(self) -> Numbers | None:
        """How numbers are written, None if nothing was said."""
        if self.decimal is None and self.thousands is None:
            return None
        return Numbers(self.decimal, self.thousands)


_KEYS: dict[str, str] = {
    "columns": "`columns: {name in the file: canonical name}`",
    "constants": "`constants: {canonical name: value}`",
    "ignore": "`ignore: [column in the file]`",
    "words": "`words: {canonical name: {word in the file: word it stands for}}`",
    "empty": "`empty: [word that means no value]`",
    "header_row": "`header_row: 3`, the row with the columns' names, counted from 1",
    "sheets": "`sheets: [name of a sheet]`",
    "decimal": '`decimal: ","` or `decimal: "."`',
    "thousands": '`thousands: "."`, a comma, a blank, an apostrophe, or "" for none',
    "date_format": '`date_format: "%d.%m.%Y"`, or a list of such',
    "timestamp_format": '`timestamp_format: "%d.%m.%Y %H:%M"`, or a list of such',
    "timezone": "`timezone: Europe/London`",
    "may_vanish": "`may_vanish: true` or `false`",
}
"""Each key as people write it, for the errors that ask for it."""


class _TextLoader(yaml.BaseLoader):
    """YAML whose scalars all stay text, and whose keys occur once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise yaml.constructor.ConstructorError(None, None, f"{', '.join(doubled)} is there twice", node.start_mark)
        return super().construct_mapping(node, deep)


def read_mappings(folder: Path) -> dict[str, Mapping]:
    """The mapping of every entity that has one. Raises SourceError naming all that is wrong in the first wrong file."""
    found: dict[str, Path] = {}
    for path in sorted((*folder.glob("*.mapping.yml"), *folder.glob("*.mapping.yaml"))):
        name = path.name.rsplit(".mapping.", 1)[0]
        if path.name.startswith((".", "~")):
            continue
        if name not in ENTITIES:
            raise _wrong(
                path, "is of no known entity", f"name it <entity>.mapping.yml with one of {', '.join(ENTITIES)}"
            )
        if name in found:
            raise _wrong(path, f"is there twice, as {found[name].name} too", "keep one of them")
        found[name] = path
    return {name: _read(path, ENTITIES[name]) for name, path in found.items()}


def _read(path: Path, entity: Entity) -> Mapping:
    try:
        said = yaml.load(path.read_text("utf-8-sig"), _TextLoader) or {}
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise _wrong(path, f"is no YAML: {_one_line(error)}", f"correct it; {_README}") from error
    if not isinstance(said, dict):
        raise _wrong(path, "has no keys", f"use {', '.join(_KEYS)}; {_README}")
    unknown = sorted(str(name) for name in said if name not in _KEYS)
    if unknown:
        raise _wrong(path, f"has unknown keys ({', '.join(unknown)})", f"use only {', '.join(_KEYS)}")
    said = {name: value for name, value in said.items() if value != "" or name in ("thousands", "decimal")}
    try:
        return Mapping.model_validate(said, context=entity)
    except ValidationError as error:
        raise _invalid(path, error) from None


def _invalid(path: Path, error: ValidationError) -> SourceError:
    told: dict[str, None] = {}
    for fault in error.errors(include_url=False, include_context=True, include_input=False):
        place = ".".join(str(part) for part in fault["loc"] if part != "[key]")
        reason = fault.get("ctx", {}).get("error")
        key = str(fault["loc"][0]) if fault["loc"] else ""
        expected = str(reason) if isinstance(reason, Misfit) else _KEYS[key] if key else str(fault["msg"])
        told[f"{place or 'as a whole'}: expected {expected}"] = None
    return _wrong(path, f"does not fit: {'; '.join(told)}", f"correct it; {_README}")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _wrong(path: Path, what: str, remedy: str) -> SourceError:
    return SourceError("filedrop", f"the mapping {what}", path.name, remedy)


def beside(entity: Entity) -> str:
    """The name of an entity's mapping, for remedies."""
    return f"{entity.spec.name}.mapping.yml"
