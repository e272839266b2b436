"""A Markdown twin beside each entry's page, in each language: `anomalies/ANO-0017.md` beside `anomalies/ANO-0017.html`.

For programs that read text, and for pasting into a ticket. It says what the page says, without what only a browser
shows: the matrix of releases, of which `api/v1/` has the releases by verdict.

Twins link to twins; the page itself stands in the second line. Links are absolute where the site knows its address.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from urllib.parse import quote

from knownbase.cards import saved_as
from knownbase.model.dates import long_date
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import page_path
from knownbase.model.layout import FILES_FOLDER
from knownbase.model.locale import LANGUAGE_NAMES, LOCALES, other
from knownbase.model.text import Text
from knownbase.outputs.api.address import twin_path
from knownbase.outputs.marked import closed, code_span, link, marked, marked_title
from knownbase.render.codes import code_path
from knownbase.render.pieces import VerdictRow
from knownbase.render.planned import EntryFile
from knownbase.render.site import Named, Site
from knownbase.render.theme import locale_root
from knownbase.render.timeline import Moment, moments
from knownbase.render.wording import (
    exact_size,
    foreign,
    impact_labels,
    related,
    said_alike,
    scope_of,
    verdict_rows,
)

STATES_TOLD = ("withdrawn", "wont_fix", "analysing")


def twin(entry: Entry, site: Site, site_url: str) -> str:
    """The twin in the language of `site`, which is seen from the entry's page."""
    return "\n\n".join(filter(None, _Twin(entry, site, site_url).parts())) + "\n"


def _twins(number: int, entries: Sequence[Entry], sites: Sequence[Site], site_url: str) -> list[bytes]:
    return [twin(entry, sites[number], site_url).encode() for entry in entries]


TWINS = tuple(
    EntryFile(partial(twin_path, locale), partial(_twins, number)) for number, locale in enumerate(LOCALES)
)


class _Twin:
    """One entry in one language; parts are blocks of Markdown, "" for what is not there."""

    def __init__(self, entry: Entry, site: Site, site_url: str) -> None:
        self.entry, self.site, self.site_url = entry, site, site_url

    def parts(self) -> list[str]:
        entry, site = self.entry, self.site
        language = foreign(entry, site)
        body: list[str] = []
        if isinstance(entry, Faq):
            body = [self._prose(entry.answer)]
        elif isinstance(entry, Anomaly):
            body = self._anomaly(entry)
        elif isinstance(entry, Patch):
            body = self._patch(entry)
        codes = [
            link(marked(f"{ref.code.number} {ref.code.name}"), self._page(code_path(ref)))
            for ref in site.view.codes_of(entry)
        ]
        return [
            f"# {marked_title(str(site.link(entry).title))}",
            self._meta(),
            self._elsewhere(),
            site.t(f"only_in_{language}") if language else "",
            *body,
            self._section("related", self._entries(related(entry, site))),
            self._section("section_codes", _list(codes)),
        ]

    def _meta(self) -> str:
        entry, site = self.entry, self.site
        facts = [entry.id]
        if isinstance(entry, Faq):
            facts.append(site.taxonomy.faq_category_by_id[entry.category].label.get(site.locale))
        elif isinstance(entry, Anomaly):
            category = site.taxonomy.anomaly_category_by_id[entry.category]
            facts.append(f"{category.id} {category.label.get(site.locale)}")
            facts += impact_labels(entry, site)
        elif isinstance(entry, Patch):
            facts.append(site.t(f"form_{entry.form}"))
        facts.append(scope_of(site.view.cards[entry.id], site))
        day = "released" if isinstance(entry, Patch) else "published"
        facts.append(f"{site.t(day)} {long_date(entry.date, site.locale)}")
        if (updated := entry.updated) != entry.date:
            facts.append(f"{site.t('updated')} {long_date(updated, site.locale)}")
        if entry.aliases:
            facts.append(f"{site.t('also_known_as')} {', '.join(entry.aliases)}")
        return " · ".join(map(marked, facts))

    def _elsewhere(self) -> str:
        """The page, and the twin in the other language."""
        second = other(self.site.locale)
        path = twin_path(second, self.entry.id)
        address = (
            self.site_url + path if self.site_url else self.site.twin(path.removeprefix(locale_root(second)))
        )
        page = self._page(page_path(self.entry.id))
        return f"{link(self.site.t('twin_page'), page)} · {link(LANGUAGE_NAMES[second], address)}"

    def _anomaly(self, entry: Anomaly) -> list[str]:
        site = self.site
        patches = site.view.patches_for(entry)
        original = site.view.cards.get(entry.duplicate_of or "")
        state = site.view.standing(entry)
        category = site.taxonomy.anomaly_category_by_id[entry.category]
        verdicts = partial(self._verdicts, entry, patches)
        return [
            f"{site.t('duplicate_note')} {self._entry(original)}" if original is not None else "",
            site.t(f"note_{state}") if state in STATES_TOLD else "",
            self._section("verdict", said_alike("in twins", entry, patches, site, verdicts)),
            self._notice(),
            self._section("workaround", self._prose(entry.workaround)),
            self._section("resolution", self._prose(entry.resolution)),
            self._section("patches_and_upgrades", self._entries(patches)),
            site.t("same_os_note") if patches else "",
            self._section("what_you_see", self._prose(entry.symptom)),
            self._section("exact_messages", _list([code_span(one) for one in entry.errors])),
            self._section("also_reported", self._duplicates(entry)),
            self._section("why", self._prose(entry.cause)),
            self._section("what_happens_next", marked(category.next.get(site.locale))),
            self._section("history", _list([self._moment(one) for one in moments(entry, patches, site)])),
        ]

    def _duplicates(self, entry: Anomaly) -> str:
        found = self.site.view.duplicates_of(entry.id)
        return "\n\n".join(f"- {self._entry(one)}\n\n{self._prose(one.symptom)}" for one in found)

    def _verdicts(self, entry: Anomaly, patches: tuple[Patch, ...]) -> str:
        return _list([self._verdict(row) for row in verdict_rows(entry, patches, self.site)])

    def _verdict(self, row: VerdictRow) -> str:
        site = self.site
        words = [f"{site.t('affected')} {span}" for span in row.spans]
        found = list(map(marked, words))
        for fix in row.fixes:
            day = f" ({fix.day.striptags()})" if fix.day else ""
            found.append(marked(fix.text + day) + self._leads_to(fix.patch))
        if row.word:
            found.append(marked(row.word))
        return f"{marked(row.name)}{site.t('colon')}{site.t('semicolon').join(found)}"

    def _moment(self, one: Moment) -> str:
        day = long_date(one.day, self.site.locale)
        return f"{day}{self.site.t('colon')}{marked(one.text)}{self._leads_to(one.patch)}"

    def _leads_to(self, patch: Named | None) -> str:
        return f" → {link(patch.id, self._of(patch.id))}" if patch else ""

    def _patch(self, entry: Patch) -> list[str]:
        site = self.site
        cards = site.view.cards
        facts = {"patch_from": code_span(entry.from_release)}
        if entry.to:
            facts["patch_to"] = code_span(entry.to)
        facts["patch_obtain"] = self._download(entry)
        rows = [f"{site.t(key)}{site.t('colon')}{value}" for key, value in facts.items()]
        if entry.sha256:
            rows.append(f"SHA-256{site.t('colon')}{code_span(entry.sha256)}")
        return [
            self._prose(entry.summary),
            _list(rows),
            site.t("same_os_note"),
            self._section("requires", self._entries([cards[one] for one in entry.requires if one in cards])),
            self._section("fixes", self._entries([cards[one] for one in entry.fixes if one in cards])),
            self._section("notes", self._prose(entry.notes)),
            self._notice(),
        ]

    def _download(self, entry: Patch) -> str:
        site = self.site
        path = f"{FILES_FOLDER}/{quote(entry.file or '')}"
        own = self.site_url + path if self.site_url else site.asset(path)
        address = own if entry.file else entry.url
        if address is None:
            return site.t("patch_delivery")
        size = f", {exact_size(entry.size, site)}" if entry.size is not None else ""
        name = saved_as(entry)
        text = f"{site.t('download')} {code_span(name)}" if name else site.t("download")
        return f"{link(text, address)}{size}"

    def _notice(self) -> str:
        return f"> {marked(self.site.taxonomy.site.notice.get(self.site.locale))}"

    def _section(self, key: str, text: str) -> str:
        """Heading and text; "" where there is no text."""
        return f"## {self.site.strings[key]}\n\n{text}" if text else ""

    def _prose(self, text: Text | None) -> str:
        return closed(text.best(self.site.locale)[0]) if text else ""

    def _entries(self, entries: Iterable[Named]) -> str:
        return _list([self._entry(one) for one in entries])

    def _entry(self, one: Named) -> str:
        return self.site.once("in twins", one, self._linked)

    def _linked(self, one: Named, site: Site) -> str:
        title = marked_title(str(site.link(one).title))
        return link(f"{one.id} – {title}", self._of(one.id))

    def _of(self, entry_id: str) -> str:
        """Address of the twin of an entry in the same language."""
        return self._page(f"{page_path(entry_id).removesuffix('.html')}.md")

    def _page(self, path: str) -> str:
        site = self.site
        return self.site_url + locale_root(site.locale) + path if self.site_url else site.url(path)


def _list(items: Sequence[str]) -> str:
    return "- " + "\n- ".join(items) if items else ""
