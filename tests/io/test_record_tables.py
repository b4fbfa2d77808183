"""Tables hold all that records hold, open in DuckDB and Polars as they are, and are documented column by column.

python tests/io/test_record_tables.py        writes the tables of docs/tables.md anew
"""

from __future__ import annotations

import re
import subprocess
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src")]
import khabar  # noqa: E402
from khabar.io.given import Given, Row  # noqa: E402
from khabar.io.tables.schema import TABLES, Table, columns  # noqa: E402
from khabar.model.record import Record  # noqa: E402
from khabar.run.batch import Plan, to_file  # noqa: E402

PAGE = ROOT / "docs" / "tables.md"
SAMPLE = ROOT / "src/khabar/samples/sample.txt"
TEXTS = [
    SAMPLE.read_text(encoding="utf-8"),
    'نقلت وكالة رويترز عن مسؤول دنماركي قوله إن الحل "بات قريبا جدا". «لن نقبل»، قال وزير الخارجية النرويجي، «بهذا العرض».',
    "",
    "نص بلا أحداث.",
    "طالبت النرويج آيسلندا أمس بالإفراج عن سفينة صيد في ريكيافيك. وقال متحدث إن النرويج لم تهاجم آيسلندا.",
]


def records(count: int = 12) -> list[Record]:
    """Records of some texts, over and over, with all that can be given of a report given to every third."""
    more = {"source": "AFP", "url": "https://example.org/1", "title": "عنوان", "published": "2025-04-14"}
    return [khabar.read(TEXTS[n % len(TEXTS)], id=f"r{n}", **(more if n % 3 == 0 else {})) for n in range(count)]


def code(given: Given) -> Record:
    found = {"published": "json-ld"} if str(given.row.id).endswith("5") else {}
    record = BY_ID[str(given.row.id)]
    document = msgspec.structs.replace(
        record.document, found={**record.document.found, **found}, author=given.row.author
    )
    return msgspec.structs.replace(record, document=document)


BY_ID: dict[str, Record] = {}


def written(folder: Path, wanted: list[Record], each: int = 3) -> list[Record]:
    """Write records into a folder of tables, three a shard, and give those that were written."""
    BY_ID.update((r.document.id, r) for r in wanted)
    items = [Given("in", n, Row(r.document.text, r.document.id, author=f"a{n}")) for n, r in enumerate(wanted)]
    plan = Plan(code, "parquet", "serial", reports=each)
    to_file(items, plan, [], folder, lambda tally, earlier: None)
    return [code(item) for item in items]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Record]]:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install -r requirements-dev.txt")
    folder = tmp_path_factory.mktemp("tables") / "out"
    return folder, written(folder, records())


def test_records_can_be_made_again_from_tables(tables: tuple[Path, list[Record]]) -> None:
    from rebuild import rebuilt

    folder, wanted = tables
    assert rebuilt(folder) == wanted


def test_every_table_has_rows(tables: tuple[Path, list[Record]]) -> None:
    """Else the test above would prove nothing of it."""
    import pyarrow.parquet as pq

    assert sorted(p.stem for p in tables[0].iterdir()) == sorted(t.name for t in TABLES)
    for table in TABLES:
        rows = pq.read_table(tables[0] / f"{table.name}.parquet")
        assert rows.num_rows, table.name
        for column in columns(table):
            filled = rows.column(column.name).drop_null().to_pylist()
            assert any(value != [] for value in filled) or column.name in _RARE, f"{table.name}.{column.name}"


_RARE = frozenset(("repeat_of", "addressee", "channel", "others"))  # not in these texts


def test_what_is_rare_is_carried_too(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from rebuild import rebuilt

    from khabar.model.record import Block, Name, Other

    record = khabar.read(TEXTS[1], id="rare")
    block = Block("repeat", 0, 3, 0)
    document = msgspec.structs.replace(record.document, blocks=(*record.document.blocks, block))
    other = Other("key", "Q1", Name("اسم", None), "NOR", None, "another office")
    mention = msgspec.structs.replace(record.mentions[0], others=(other, other))
    quote = msgspec.structs.replace(record.quotes[0], addressee="e1", channel="e2")
    changed = {"document": document, "mentions": (mention, *record.mentions[1:]), "quotes": (quote, *record.quotes[1:])}
    wanted = written(tmp_path / "out", [msgspec.structs.replace(record, **changed)])
    assert rebuilt(tmp_path / "out") == wanted


def test_small_row_groups_hold_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq
    from rebuild import rebuilt

    from khabar.io.tables import parquet

    monkeypatch.setattr(parquet, "_ROWS", 20)
    wanted = written(tmp_path / "out", records(7), each=1)
    assert rebuilt(tmp_path / "out") == wanted
    assert pq.ParquetFile(tmp_path / "out" / "mentions.parquet").num_row_groups > 2


def test_the_same_records_give_the_same_bytes(tmp_path: Path, tables: tuple[Path, list[Record]]) -> None:
    written(tmp_path / "out", records())
    for path in tables[0].iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


def test_no_report_still_gives_tables(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    written(tmp_path / "out", [])
    for table in TABLES:
        found = duckdb.sql(f"select * from '{tmp_path}/out/{table.name}.parquet'")
        assert found.columns == [c.name for c in columns(table)]
        assert found.fetchall() == []


@pytest.mark.parametrize("before", [True, False])
def test_broken_off_while_a_folder_takes_the_place_of_another(
    before: bool, tmp_path: Path, tables: tuple[Path, list[Record]], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    written(output, records(2))
    replace = Path.replace

    def step(path: Path, target: Path) -> Path:
        if Path(target) == output and before:
            raise KeyboardInterrupt
        done = replace(path, target)
        if Path(target) == output:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "replace", step)
    with pytest.raises(KeyboardInterrupt):
        written(output, records())
    monkeypatch.undo()
    written(output, records())
    assert {p.name: p.read_bytes() for p in output.iterdir()} == {p.name: p.read_bytes() for p in tables[0].iterdir()}
    assert not (tmp_path / "out.parts").exists()


def test_half_a_pair_keeps_offsets_true(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    text = "\ud800 طالبت النرويج آيسلندا بالإفراج عن سفينة."
    written(tmp_path / "out", [khabar.read(text, id="half")])
    (held,) = pq.read_table(tmp_path / "out" / "reports.parquet").column("text").to_pylist()
    assert held == text.replace("\ud800", "\ufffd")
    for row in pq.read_table(tmp_path / "out" / "mentions.parquet").to_pylist():
        assert held[row["start"] : row["end"]] == row["text"]


def test_duckdb_and_polars_open_them(tables: tuple[Path, list[Record]]) -> None:
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    folder, wanted = tables
    counts = {
        "reports": len(wanted), "blocks": sum(len(r.document.blocks) for r in wanted),
        "entities": sum(len(r.entities) for r in wanted), "mentions": sum(len(r.mentions) for r in wanted),
        "times": sum(len(r.times) for r in wanted), "quotes": sum(len(r.quotes) for r in wanted),
        "contents": sum(len(q.contents) for r in wanted for q in r.quotes),
        "quote_links": sum(len(q.chain) for r in wanted for q in r.quotes), "events": sum(len(r.events) for r in wanted),
        "event_links": sum(len(e.chain) for r in wanted for e in r.events),
    }  # fmt: skip
    for name, count in counts.items():
        path = folder / f"{name}.parquet"
        assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(count,)]
        assert polars.read_parquet(path).height == polars.scan_parquet(path).collect().height == count
    words = f"""select count(*) from '{folder}/mentions.parquet' m join '{folder}/reports.parquet' r using (report)
                where substring(r.text, m.start + 1, m."end" - m.start) <> m.text"""
    assert duckdb.sql(words).fetchall() == [(0,)]
    spoken = polars.scan_parquet(folder / "quotes.parquet").join(
        polars.scan_parquet(folder / "entities.parquet"), left_on=["report", "speaker"], right_on=["report", "id"]
    )
    assert "Reuters" not in spoken.select("name_en").collect()["name_en"].to_list()


# Nothing of the record is left out.


def leaves(kind: object, path: str = "") -> Iterator[str]:
    """The paths from a struct to its plain values and lists."""
    for field in msgspec.structs.fields(kind):  # type: ignore[arg-type]
        inner = field.type
        if typing.get_origin(inner) in (typing.Union, types.UnionType):
            inner = next(a for a in typing.get_args(inner) if a is not type(None))
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            yield from leaves(inner, f"{path}{field.name}.")
        else:
            yield f"{path}{field.name}"


def struct_of(table: Table) -> type[msgspec.Struct]:
    """The struct that the rows of a table are made of."""
    kind: type[msgspec.Struct] = Record
    for name in filter(None, table.rows.split(".")):
        inner = typing.get_type_hints(kind)[name]
        kind = typing.get_args(inner)[0] if typing.get_origin(inner) is tuple else inner
    return kind


def test_every_key_of_the_record_has_a_column() -> None:
    tabled = {table.rows for table in TABLES}
    for table in TABLES:
        held = {column.path or column.name for column in table.columns}
        below = {
            t.rows.removeprefix(f"{table.rows}.").removeprefix(".") for t in TABLES if t.rows.startswith(table.rows)
        }
        missing = {leaf for leaf in leaves(struct_of(table)) if leaf not in held | below}
        assert not missing, f"{table.name}: {missing}"
    assert {"", "entities", "mentions", "times", "places", "quotes", "events"} <= tabled


# The page.


def described() -> str:
    """The tables as Markdown."""
    kinds = {
        "texts": "list of text",
        "map": "list of {field, how}",
        "structs": "list of {key, kb, name_ar, name_en, country, office, why}",
    }
    out = []
    for table in TABLES:
        out += [f"### {table.name}", "", f"A row is {table.row}.", "", "| column | type | |", "| --- | --- | --- |"]
        for c in columns(table):
            kind = kinds.get(c.type, c.type) + (" or null" if c.nullable else "")
            out.append(f"| `{c.name}` | {kind} | {c.meaning} |")
        out.append("")
    return "\n".join(out)


_MARK = "## The tables\n\n"


def test_the_page_documents_every_column() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.partition(_MARK)[2] == described(), "run: python tests/io/test_record_tables.py"


def test_the_queries_of_the_page_run(tables: tuple[Path, list[Record]]) -> None:
    duckdb = pytest.importorskip("duckdb")
    queries = re.findall(r"^```sql\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert queries
    for query in queries:
        assert duckdb.sql(query.replace("'records/", f"'{tables[0]}/")).fetchall(), query


def test_the_polars_of_the_page_runs(tables: tuple[Path, list[Record]], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars")
    (tables[0].parent / "records").exists() or (tables[0].parent / "records").symlink_to(tables[0])
    monkeypatch.chdir(tables[0].parent)
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    exec(compile(block, "docs/tables.md", "exec"), {})


# The command.


def test_the_command_writes_tables(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "in.jsonl").write_text('{"text": "طالبت النرويج آيسلندا بالإفراج عن سفينة."}\n', encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "khabar", "code", "in.jsonl", "--format", "parquet", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert run("-o", "out/").returncode == 0
    assert run("-o", "out").returncode == 0  # an earlier one is replaced
    assert (tmp_path / "out" / "events.parquet").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out", "out.manifest.json"]
    assert '"pyarrow": "' in (tmp_path / "out.manifest.json").read_text()
    (tmp_path / "out" / "notes.txt").touch()
    (tmp_path / "file").touch()
    for output, words in (("-", "name a folder"), ("out", "notes.txt"), ("file", "is a file")):
        done = run("-o", output)
        assert done.returncode == 2
        assert words in done.stderr


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8").partition(_MARK)[0]
    PAGE.write_text(before + _MARK + described(), encoding="utf-8")
