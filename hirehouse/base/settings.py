"""The one reader of the environment and of the wall clock.

Every other module is handed a ``Settings``; none looks at ``os.environ`` or asks what time it is. The company's own
choices that SQL needs too (time zone, currency, thresholds) stay in ``dbt_project/vars.yml`` and are read from there,
so that each lives once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from hirehouse.base.variables import PROJECT_ROOT, VARIABLES

DBT_PROJECT_DIR = PROJECT_ROOT / "dbt_project"
TARGETS = ("duckdb", "spark")


class SettingError(ValueError):
    """A setting that is missing or cannot be used; the text names it, the place to put it and an example."""


@dataclass(frozen=True)
class Settings:
    """Where things lie and as of when, for one run.

    ``as_of`` is an aware UTC instant; ``as_of_is_explicit`` tells whether a person or the environment gave it.
    ``connectors`` is None for every connector that is found, ``fairness_path`` where adverse impact is not published.
    ``log_home`` is another home whose observation log is read (and never written to), None for the home's own.
    ``now`` is what the machine's clock said when the settings were read (UTC).
    """

    home: Path
    target: str
    as_of: datetime
    as_of_is_explicit: bool
    company_timezone: str
    company_currency: str
    connectors: tuple[str, ...] | None
    keep_versions: int
    fairness_path: Path | None = None
    log_home: Path | None = None
    now: datetime | None = None

    @property
    def clock(self) -> datetime:
        """The latest instant anything can have been observed at: the machine's clock, or the run's own instant."""
        return self.now or self.as_of

    @property
    def warehouse_path(self) -> Path:
        """The private DuckDB file the pipeline works in."""
        return self.home / "warehouse.duckdb"

    @property
    def raw_path(self) -> Path:
        """The observation log: Parquet files by system and table."""
        return (self.log_home or self.home) / "raw"

    @property
    def state_path(self) -> Path:
        """Working folders of dlt, dbt and Dagster; may be lost without losing data."""
        return self.home / "state"

    @property
    def published_path(self) -> Path:
        """What others read."""
        return self.home / "published"

    @property
    def reports_path(self) -> Path:
        """Pages for people: Data Docs, dbt docs."""
        return self.home / "reports"

    @property
    def logs_path(self) -> Path:
        """Details behind the short messages of the command line."""
        return self.home / "logs"

    @property
    def as_of_date(self) -> date:
        """The day of ``as_of`` in the company's time zone."""
        return self.as_of.astimezone(ZoneInfo(self.company_timezone)).date()

    def at(self, as_of: datetime) -> Settings:
        """The same settings at another instant (a replay)."""
        return replace(self, as_of=as_of.astimezone(UTC), as_of_is_explicit=True)


def load_settings(
    as_of: str | None = None, home: Path | None = None, target: str | None = None, log_home: Path | None = None
) -> Settings:
    """Settings from the arguments, else the environment (``HIREHOUSE_*``), else defaults.

    ``as_of`` is ISO 8601; a date alone means the end of that day in the company's time zone, a time without offset is
    company time. Raises ``SettingError``.
    """
    company = project_vars()
    zone = _zone(_said("HIREHOUSE_COMPANY_TIMEZONE") or str(company["company_timezone"]))
    currency = _said("HIREHOUSE_COMPANY_CURRENCY") or str(company["company_currency"])
    text = as_of or _said("HIREHOUSE_AS_OF")
    chosen_target = target or _said("HIREHOUSE_TARGET") or ""
    if chosen_target not in TARGETS:
        raise SettingError(f"HIREHOUSE_TARGET is '{chosen_target}': set it to one of {', '.join(TARGETS)}")
    names = (_said("HIREHOUSE_CONNECTORS") or "").replace(" ", "")
    now = datetime.now(UTC)  # noqa: TID251 -- the one place
    return Settings(
        home=(home or Path(_said("HIREHOUSE_HOME") or "")).absolute(),
        target=chosen_target,
        as_of=parse_as_of(text, zone) if text else now,
        as_of_is_explicit=text is not None,
        company_timezone=zone.key,
        company_currency=currency,
        connectors=tuple(names.split(",")) if names else None,
        keep_versions=_positive("HIREHOUSE_KEEP_VERSIONS"),
        fairness_path=_folder("HIREHOUSE_FAIRNESS_PATH"),
        log_home=log_home.absolute() if log_home else None,
        now=now,
    )


def parse_as_of(text: str, zone: ZoneInfo) -> datetime:
    """The UTC instant that ``text`` names; raises ``SettingError``."""
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=zone).astimezone(UTC)
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise SettingError(
            f"as-of '{text}' is not a time: give --as-of (or HIREHOUSE_AS_OF) as 2026-06-30 or 2026-06-30T18:00:00Z"
        ) from None
    return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).astimezone(UTC)


def project_number(name: str, section: str = "") -> float:
    """A number of ``dbt_project/vars.yml``, of a section (``hygiene.weights``) or of none; raises ``SettingError``."""
    found: Any = project_vars()
    where = f"{section}.{name}" if section else name
    for key in where.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, (int, float)):
        raise SettingError(f"{where} in dbt_project/vars.yml is not a number: write one, as the comment above it says")
    return found


def project_vars() -> dict[str, object]:
    """The company's variables of ``dbt_project/vars.yml``; raises ``SettingError`` when the file cannot be used."""
    path = DBT_PROJECT_DIR / "vars.yml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SettingError(f"dbt_project/vars.yml cannot be read: {error}") from None
    values = content.get("vars", content) if isinstance(content, dict) else {}
    for name, example in (("company_timezone", "Europe/London"), ("company_currency", "GBP")):
        if not values.get(name):
            raise SettingError(f"{name} is missing in dbt_project/vars.yml: add a line like `{name}: {example}`")
    return dict(values)


def environment(**changes: str) -> dict[str, str]:
    """The process's environment with ``changes``, for the programs we start."""
    return {**os.environ, **changes}


def switch_off(name: str) -> None:
    """Answer ``false`` to a library that asks the environment only, unless whoever started us answered otherwise."""
    os.environ.setdefault(name, "false")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingError(
            f"company time zone '{name}' is not an IANA time zone: set company_timezone in dbt_project/vars.yml "
            "(or HIREHOUSE_COMPANY_TIMEZONE) to a name like Europe/London"
        ) from None


def _said(name: str) -> str | None:
    """What the environment says, else the variable's default, else None."""
    return os.environ.get(name) or VARIABLES[name].default


def _folder(name: str) -> Path | None:
    text = _said(name)
    return Path(text).expanduser().absolute() if text else None


def _positive(name: str) -> int:
    text = _said(name) or ""
    if not text.isdigit() or int(text) < 1:
        raise SettingError(
            f"{name} is '{text}': set it to a whole number from 1, for example {VARIABLES[name].default}"
        )
    return int(text)
