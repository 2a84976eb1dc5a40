"""After a run: what a recruiting leader wants to know first, read from what was published, and where things lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from hirehouse.base.settings import Settings, project_number
from hirehouse.base.vocabulary import STAGE_ORDER
from hirehouse.publish.publication import Publication, current, current_publication
from hirehouse.publish.published import EarlierVersionError, Published, open_published


@dataclass(frozen=True)
class Section:
    """One table of the summary: a title, columns, SQL giving text rows in that order, and a remark for readers."""

    title: str
    columns: tuple[str, ...]
    sql: str
    note: str = ""


_MINIMUM = project_number("minimum_denominator")
_QUARTER = """
    select max(period_start_date) from metrics.{table}
    where period_type = 'quarter'
        and period_start_date < (select date_trunc('quarter', as_of_date) from core.publication)"""
_PERCENT = "coalesce(printf('%.0f %%', 100 * {0}), '–')"
_DAYS = "coalesce(printf('%.1f', {0}), '–')"

SECTIONS = (
    Section(
        "Pipeline coverage of next quarter, by function",
        ("function", "seats to fill", "active (n)", "expected per seat", "active per seat", "hires, 80 %", "P(plan)"),
        f"""
        select coverage.function, seats_to_fill::bigint::varchar,
            (active_screen + active_interview + active_onsite + active_offer)::bigint::varchar,
            {_DAYS.format("coverage_weighted").replace("%.1f", "%.2f")},
            {_DAYS.format("coverage_unweighted")},
            coalesce(p10 || ' to ' || p90, '–'),
            {_PERCENT.format("coverage.p_target")}
        from metrics.pipeline_coverage as coverage
        left join metrics.hiring_forecast as forecast
            on coverage.as_of_date = forecast.as_of_date
            and coverage.quarter_start_date = forecast.quarter_start_date
            and coverage.function = forecast.function and forecast.is_champion and not forecast.is_reconstructed
        where coverage.quarter_start_date
            = (select date_trunc('quarter', as_of_date) + interval 3 month from core.publication)
        order by coverage.function = 'all' desc, seats_to_fill desc, coverage.function""",
        "expected per seat: active candidates, each with the chance history gives the stage; the rest is the forecast",
    ),
    Section(
        "Stage conversion, last full quarter, all functions",
        ("stage", "reached (n)", "went on", "of those decided", "95 % interval"),
        f"""
        select canonical_stage, reached::bigint::varchar, advanced::bigint::varchar,
            {_PERCENT.format("rate_resolved")},
            coalesce(printf('%.0f to %.0f %%', 100 * ci_low, 100 * ci_high), '–')
        from metrics.funnel_conversion
        where function = 'all' and period_type = 'quarter'
            and period_start_date = ({_QUARTER.format(table="funnel_conversion")})
        order by {STAGE_ORDER}""",
    ),
    Section(
        "Slowest stages, last full quarter",
        ("function", "stage", "stays (n)", "median days", "slowest tenth, days"),
        f"""
        select function, canonical_stage, completed_stays::bigint::varchar,
            {_DAYS.format("median_days")}, {_DAYS.format("p90_days")}
        from metrics.stage_velocity
        where function <> 'all' and period_type = 'quarter' and completed_stays >= {_MINIMUM}
            and period_start_date = ({_QUARTER.format(table="stage_velocity")})
        order by median_days desc, function, canonical_stage limit 6""",
    ),
    Section(
        "Where candidates leave, last full quarter",
        ("stage", "how", "why", "exits (n)"),
        f"""
        select exit_stage, replace(exit_type, '_', ' '), replace(coalesce(exit_reason, 'not recorded'), '_', ' '),
            exits::bigint::varchar
        from metrics.stage_exits
        where function = 'all' and period_type = 'quarter' and exits > 0
            and exit_type in ('rejected', 'withdrew', 'req_closed')
            and period_start_date = ({_QUARTER.format(table="stage_exits")})
        order by exits desc, exit_stage, exit_type, exit_reason limit 8""",
    ),
    Section(
        "To fix, by owner",
        ("owner", "finding", "open (n)", "what to do"),
        """
        select replace(owner_role, '_', ' '), rule_id || ' ' || title, count(*)::varchar, remedy
        from hygiene.finding join hygiene.rule using (rule_id)
        where state = 'open'
        group by owner_role, rule_id, title, remedy
        order by count(*) desc, rule_id limit 10""",
    ),
    Section(
        "Quarantined: rows left out of every number until they are clean",
        ("table", "rule", "rows"),
        """
        select table_name, rule_id, row_count::varchar
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
        for section in SECTIONS:
            _print(console, section, _rows(published, section))
    _print_places(settings, publication, console)


def _rows(published: Published, section: Section) -> Sequence[Sequence[Any]]:
    try:
        with published.explained():
            return published.connection.execute(section.sql).fetchall()
    except EarlierVersionError:  # a company's own build may leave a table out; the rest of the summary stands
        return []


def _print(console: Console, section: Section, rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    table = Table(title=section.title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in section.columns:
        is_number = any(word in column for word in ("(n)", "days", "per seat", "seats", "rows", "went on", "of those"))
        table.add_column(column, justify="right" if is_number else "left", style=None, header_style="dim")
    for row in rows:
        table.add_row(*(str(value if value is not None else "–") for value in row))
    console.print()
    console.print(table)
    if section.note:
        console.print(f"  {section.note}", style="dim", markup=False)


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
    console.print("\n[bold]Where things lie[/bold]")
    for name, path in places:
        console.print(f"  {name:<18} {path}", markup=False)
    console.print("[bold]How to open them[/bold]")
    for name, command in commands:
        console.print(f"  {name:<18} {command}", markup=False)
