"""``hirehouse sandbox serve`` and ``hirehouse sandbox export``: the simulated company."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import parse_as_of
from hirehouse.cli.demo import Demo
from hirehouse.cli.terminal import err

if TYPE_CHECKING:
    from hirehouse.sandbox.world import World

app = typer.Typer(help="A simulated company behind its vendors' own APIs.", no_args_is_help=True, rich_markup_mode=None)

Seed = Annotated[int, typer.Option("--seed", help="Which company")]
Scale = Annotated[int, typer.Option("--scale", min=0, help="Its size in applications over 30 months")]
Demographics = Annotated[
    bool, typer.Option("--demographics", help="The company asks who its applicants are: a file more, with --filedrop")
]
Dirt = Annotated[str, typer.Option("--dirt", help="Planted faults: none, standard or blocking")]


@app.command()
def serve(
    systems: Annotated[str, typer.Option("--systems", help="Vendors to serve, comma-separated")] = "greenhouse,gem",
    scale: Scale = Demo.scale,
    seed: Seed = Demo.seed,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one")] = 8080,
    faults: Annotated[str, typer.Option("--faults", help="Fault profile, or none")] = "none",
    dirt: Dirt = Demo.dirt,
    rate_limit: Annotated[
        str, typer.Option("--rate-limit", help="generous, documented, or calls per 30 seconds")
    ] = "generous",
    now: Annotated[str, typer.Option("--now", help="Simulated instant")] = Demo.now,
    filedrop: Annotated[Path | None, typer.Option("--filedrop", help="Also write the company's files here")] = None,
    demographics: Demographics = False,
    port_file: Annotated[Path | None, typer.Option("--port-file", help="Write port and address here")] = None,
    print_env: Annotated[bool, typer.Option("--print-env", help="Print the connectors' settings")] = False,
) -> None:
    """Serve the company at http://127.0.0.1:PORT/<system>/<the vendor's own path> until interrupted."""
    from hirehouse.sandbox.company import build_company
    from hirehouse.sandbox.listen import listen
    from hirehouse.sandbox.server import build_app
    from hirehouse.sandbox.truth import export_filedrop

    world = build_company(seed=seed, scale=scale, dirt=_dirt(dirt))
    if filedrop is not None:
        export_filedrop(world, _instant(now), filedrop)
    if demographics:
        _export_answers(world, _instant(now), filedrop)
    limit = int(rate_limit) if rate_limit.isdigit() else rate_limit
    try:
        app_to_serve = build_app(world, systems=systems.split(","), now=_instant(now), faults=faults, rate_limit=limit)
        listen(app_to_serve, port=port, port_file=port_file, print_settings=print_env)
    except (ValueError, OSError) as error:
        raise HirehouseError(str(error), "hirehouse sandbox serve", "see `hirehouse sandbox serve --help`") from error


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="Folder for the Parquet files")],
    scale: Scale = Demo.scale,
    seed: Seed = Demo.seed,
    dirt: Dirt = Demo.dirt,
    as_of: Annotated[str, typer.Option("--as-of", help="Instant of the truth")] = Demo.now,
    filedrop: Annotated[Path | None, typer.Option("--filedrop", help="Also write the company's files here")] = None,
    demographics: Demographics = False,
) -> None:
    """Write the company's ground truth as Parquet, in canonical names."""
    from hirehouse.sandbox.company import build_company
    from hirehouse.sandbox.truth import export_filedrop, export_truth

    out.mkdir(parents=True, exist_ok=True)
    world = build_company(seed=seed, scale=scale, dirt=_dirt(dirt))
    export_truth(world, _instant(as_of), out)
    if filedrop is not None:
        export_filedrop(world, _instant(as_of), filedrop)
    if demographics:
        _export_answers(world, _instant(as_of), filedrop)
    err.print(f"wrote {len(list(out.rglob('*.parquet')))} tables to {out}", markup=False)


def _export_answers(world: World, as_of: datetime, filedrop: Path | None) -> None:
    from hirehouse.sandbox.answers import export_answers

    if filedrop is None:
        raise HirehouseError("there is nowhere to write the answers", "--demographics", "say where with --filedrop DIR")
    export_answers(world, as_of, filedrop)


def _instant(text: str) -> datetime:
    return parse_as_of(text, ZoneInfo("UTC")).astimezone(UTC)


def _dirt(text: str) -> str:
    if text not in {"none", "standard", "blocking"}:
        raise HirehouseError(f"dirt '{text}' is not known", "--dirt", "use none, standard or blocking")
    return text
