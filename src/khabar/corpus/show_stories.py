"""Stories as text for people and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khabar.bidi import isolate, mixed
from khabar.corpus.library import Tally
from khabar.corpus.page import count, entries, entry, heading, said, source_name
from khabar.corpus.stories import Story, Telling
from khabar.render import Style

COLUMNS = ("story", "report", "outlet", "published", "title", "copy_of", "joined_to", "score", "shared")


def story_lines(stories: Iterable[Story], total: int, style: Style, most: int) -> Iterator[str]:
    """All stories, then what they come to; `most` reports are shown of each."""
    found = inside = 0
    for story in stories:
        found, inside = found + 1, inside + story.tally.reports
        yield from _story(story, style, most)
        yield ""
    told = "no story is told by more than one report"
    yield f"{inside:,} of {count(total, 'report')} in {count(found, 'story', 'stories')}" if found else told


def _story(story: Story, style: Style, most: int) -> Iterator[str]:
    yield heading(f"{story.id}  {said(story.title) if story.title else 'without a title'}", style)
    yield from entry("told", f"{tally_words(story.tally)}; {period(story.first, story.last)}", style)
    yield from entry("sources", source_words(story.tally), style)
    if story.about:
        yield from entry("about", ", ".join(isolate(x) for x in story.about), style)
    yield from entries("reports", (_telling(one) for one in story.reports), style, most)


def tally_words(tally: Tally) -> str:
    """«5 reports of 3 outlets, 2 texts, 1 independent source»."""
    unknown = f" and {tally.unknown_outlets} of unknown outlet" if tally.unknown_outlets else ""
    sources = len(tally.sources)
    more = f", {tally.unknown_sources} unknown" if tally.unknown_sources else ""
    return (
        f"{count(tally.reports, 'report')} of {count(tally.outlets, 'outlet')}{unknown}, {count(tally.texts, 'text')}, "
        f"{count(sources, 'independent source')}{more}"
    )


def source_words(tally: Tally) -> str:
    """The sources by name."""
    return ", ".join(source_name(source) for source in tally.sources) or "unknown"


def period(first: str | None, last: str | None) -> str:
    """The time from a first to a last day."""
    if first is None:
        return "undated"
    return first if first == last or last is None else f"{first} to {last}"


def _telling(one: Telling) -> str:
    facts = "  ".join([isolate(one.report), isolate(one.outlet or "unknown outlet"), one.published or "undated"])
    title = f"  {said(one.title)}" if one.title else ""
    if one.copy_of:
        return f"{facts}{title}: copy of {isolate(one.copy_of)}"
    if one.joined:
        return f"{facts}{title}: like {isolate(one.joined.to)} ({one.joined.score:.2f}): {', '.join(map(mixed, one.joined.shared))}"
    return facts + title


def story_rows(stories: Iterable[Story]) -> Iterator[tuple[object, ...]]:
    """A table of COLUMNS: one row a report."""
    for story in stories:
        for one in story.reports:
            why = one.joined
            because = (why.to, why.score, "; ".join(why.shared)) if why else (None, None, None)
            yield (story.id, one.report, one.outlet, one.published, one.title, one.copy_of, *because)
