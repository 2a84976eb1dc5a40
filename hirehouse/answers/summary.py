"""After a run: what a recruiting leader wants to know first, read from what was published, and where things lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from rich.console import Console
from rich.table import Table

from hirehouse.answers.figures import (
    FORECAST_RANGE,
    HIDDEN,
    MINIMUM,
    NOTHING,
    RATE_INTERVAL,
    Measured,
    Unit,
    figure,
    span,
)
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import STAGE_ORDER
from hirehouse.publish.publication import Publication, current, current_publication
from hirehouse.publish.published import AS_OF_DATE, CURRENT_FORECAST, EarlierVersionError, Published, open_published


@dataclass(frozen=True)
class SummaryTable:
    """One table of the summary: a title, SQL that names its columns for readers (a list of two is a range), how each is
    written, and a remark."""

    title: str
    units: tuple[Unit, ...]
    sql: str
    note: str = ""


_QUARTER = f"""
    select max(period_start_date) from metrics.{{table}}
    where period_type = 'quarter' and period_start_date < date_trunc('quarter', {AS_OF_DATE})"""

TABLES = (
    SummaryTable(
        "Pipeline coverage of next quarter, by function",
        ("text", "count", "count", "ratio", "ratio", "count", "share"),
        f"""
        select coverage.function, seats_to_fill as "seats to fill",
            active_screen + active_interview + active_onsite + active_offer as "active (n)",
            coverage_weighted as "expected per seat", coverage_unweighted as "active per seat",
            [p10, p90] as "hires, {FORECAST_RANGE}",
            case when seats_to_fill + coverage.hires_to_date > 0 then coverage.p_target end as "P(plan)"
        from metrics.pipeline_coverage as coverage
        left join {CURRENT_FORECAST} as forecast
            on coverage.quarter_start_date = forecast.quarter_start_date and coverage.function = forecast.function
        where coverage.quarter_start_date = date_trunc('quarter', {AS_OF_DATE}) + interval 3 month
        order by coverage.function = 'all' desc, seats_to_fill desc, coverage.function""",
        "expected per seat: active candidates, each with the chance history gives the stage; the rest is the forecast",
    ),
    SummaryTable(
        "Stage conversion, last full quarter, all functions",
        ("text", "count", "count", "count", "share", "share"),
        f"""
        select canonical_stage as stage, reached as "reached (n)", advanced as "went on",
            advanced + rejected + withdrew as decided, rate_resolved as "of those decided",
            [ci_low, ci_high] as "{RATE_INTERVAL}"
        from metrics.funnel_conversion
        where function = 'all' and period_type = 'quarter'
            and period_start_date = ({_QUARTER.format(table="funnel_conversion")})
        order by {STAGE_ORDER}""",
        f"of those decided: {HIDDEN}",
    ),
    SummaryTable(
        "Slowest stages, last full quarter",
        ("text", "text", "count", "days", "days"),
        f"""
        select function, canonical_stage as stage, completed_stays as "stays (n)", median_days as median,
            p90_days as "slowest tenth"
        from metrics.stage_velocity
        where function <> 'all' and period_type = 'quarter' and completed_stays >= {MINIMUM}
            and period_start_date = ({_QUARTER.format(table="stage_velocity")})
        order by median_days desc, function, canonical_stage limit 6""",
    ),
    SummaryTable(
        "Where candidates leave, last full quarter",
        ("text", "text", "text", "count"),
        f"""
        select exit_stage as stage, exit_type as how, coalesce(exit_reason, 'not recorded') as why, exits as "exits (n)"
        from metrics.stage_exits
        where function = 'all' and period_type = 'quarter' and exits > 0
            and exit_type in ('rejected', 'withdrew', 'req_closed')
            and period_start_date = ({_QUARTER.format(table="stage_exits")})
        order by exits desc, exit_stage, exit_type, exit_reason limit 8""",
    ),
    SummaryTable(
        "To fix, by owner",
        ("text", "name", "count", "name"),
        """
        select owner_role as owner, rule_id || ' ' || title as finding, count(*) as "open (n)", remedy as "what to do"
        from hygiene.finding join hygiene.rule using (rule_id)
        where state = 'open'
        group by owner_role, rule_id, title, remedy
        order by "open (n)" desc, rule_id limit 10""",
    ),
    SummaryTable(
        "Quarantined: rows left out of every number until they are clean",
        ("text", "name", "count"),
        """
        select table_name as table, rule_id as rule, row_count as rows
        from quarantine.quarantined_row_counts where row_count > 0 order by all""",
    ),
)


def show(settings: Settings, console: Console) -> None:
    """Print the summary of what is published now; raises ``HirehouseError`` when nothing is."""
    current(settings)
    publication = current_publication(settings)
    assert publication is not None
    console.print()
    console.print(f"[bold]Published as of {publication.as_of_at:%Y-%m-%d %H:%M} UTC[/bold]  (run {publication.run_id})")
    with open_published(settings) as published:
        for table in TABLES:
            _print(console, table, published)
    _print_places(settings, publication, console)


def _print(console: Console, section: SummaryTable, published: Published) -> None:
    try:
        rows = published.rows(section.sql)
    except EarlierVersionError:  # a company's own build may leave a table out; the rest of the summary stands
        return
    if not rows:
        return
    table = Table(title=section.title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name, unit in zip(rows[0], section.units, strict=True):
        table.add_column(name, justify="left" if unit in ("text", "name") else "right", header_style="dim")
    for row in rows:
        table.add_row(*map(_cell, row.values(), section.units))
    console.print()
    console.print(table)
    if section.note:
        console.print(f"  {section.note}", style="dim", markup=False)


def _cell(value: Any, unit: Unit) -> str:
    return span(value[0], value[1], cast(Measured, unit)) or NOTHING if isinstance(value, list) else figure(value, unit)


def _print_places(settings: Settings, publication: Publication, console: Console) -> None:
    root = settings.published_path
    places = [
        ("tables, DuckDB", root / publication.database),
        ("tables, Parquet", root / publication.parquet),
        ("reports", settings.reports_path),
        ("private warehouse", settings.warehouse_path),
    ]
    home = f" --home {settings.home}"
    commands = [
        ("query", f"duckdb -readonly {root / 'current.duckdb'}   (or Python: duckdb.connect(path, read_only=True))"),
        ("Parquet", f"duckdb -c \"from '{root / 'parquet/current/metrics/pipeline_coverage.parquet'}'\""),
        ("dashboard", f"hirehouse dashboard{home}   the pages leaders look at"),
        ("lineage", f"hirehouse dev{home}    then open http://127.0.0.1:3000"),
        ("review pack", f"hirehouse review{home} writes {settings.reports_path / 'review'}"),
        ("dictionary", f"hirehouse docs{home}   writes {settings.reports_path / 'dbt' / 'index.html'}"),
    ]
    console.print("\n[bold]Where things are[/bold]")
    for name, path in places:
        console.print(f"  {name:<18} {path}", markup=False)
    console.print("[bold]How to open them[/bold]")
    for name, command in commands:
        console.print(f"  {name:<18} {command}", markup=False)
