"""What the search knows of each page: entries, codes, products and hand-written pages of one language."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knownbase.model.codes import CodeRef
from knownbase.model.entry import FORMS, Anomaly, Entry, Faq, Patch
from knownbase.model.ids import page_path
from knownbase.model.locale import Locale, other
from knownbase.model.plain import one_line, plain
from knownbase.render.codes import code_path
from knownbase.render.contracts import CONTRACT_QUESTIONS, PAGE, question_anchor
from knownbase.render.lists import STANDINGS, file_text, shown_of, standing_text
from knownbase.render.site import Site
from knownbase.search.documents import Document


@dataclass(frozen=True, slots=True)
class PageText:
    """A hand-written page without its markup and without the lists that fill its slots, and the names of these."""

    path: str
    title: str
    text: str
    slots: tuple[str, ...] = ()


def documents(site: Site, pages: Mapping[str, PageText]) -> Iterator[Document]:
    """Everything that can be found in one language; `pages` by path, of every language alike."""
    for entry in site.view.entries:
        yield entry_document(entry, site)
    yield from other_documents(site)
    yield from page_documents(site, pages)


def other_documents(site: Site) -> Iterator[Document]:
    """What the taxonomy says: codes and products."""
    yield from _codes(site)
    yield from _products(site)


def page_documents(site: Site, pages: Mapping[str, PageText]) -> Iterator[Document]:
    """The hand-written pages, numbered in the order of their paths, and behind them the questions that stand on one."""
    for ordinal, path in enumerate(sorted(pages)):
        page = pages[path]
        yield Document(
            kind="page", ordinal=ordinal, path=path, title=page.title, lang=site.locale, body=page.text
        )
    asking = [path for path in sorted(pages) if CONTRACT_QUESTIONS in pages[path].slots]
    if asking:
        yield from _contract_questions(PAGE if PAGE in asking else asking[0], len(pages), site)


def _contract_questions(path: str, first: int, site: Site) -> Iterator[Document]:
    """The questions on the contracts, each found by itself: it leads to its row on the page."""
    for ordinal, one in enumerate(site.taxonomy.contract_questions, first):
        names = [site.taxonomy.contract_by_id[contract].name.get(site.locale) for contract in one.contracts]
        # Who asks for a contract often writes this word, which the answers have no need of.
        named = f"{site.t('contract')}{site.t('colon')}{', '.join(names) or site.t('contract_none')}"
        yield Document(
            kind="page",
            ordinal=ordinal,
            path=f"{path}#{question_anchor(one)}",
            title=one.question.get(site.locale),
            lang=site.locale,
            body=f"{one.answer.get(site.locale)}\n{named}",
            others=(one.question.get(other(site.locale)),),
            chips=tuple(names),
        )


def entry_document(entry: Entry, site: Site) -> Document:
    """What is found of an entry. A patch names the anomalies that it mends, as far as they are visible."""
    (_, title), *rest = entry.texts()
    own_title, lang = title.best(site.locale)
    foreign = [other_title] if (other_title := title.own(other(lang))) else []
    asked: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    verdict = ""
    if isinstance(entry, Faq):
        asked = entry.also_asked.get(lang)
        foreign += entry.also_asked.get(other(lang))
    elif isinstance(entry, Anomaly):
        exact = entry.errors
        verdict = standing_text(entry, site.view.standing(entry), site)
    elif isinstance(entry, Patch):
        own_title, lang = site.patch_title(entry), site.locale
        rest = list(entry.texts())
        fixes = (one for one in entry.fixes if one in site.view.cards)
        exact = (*([entry.file] if entry.file else []), *fixes)
    body = "\n".join(text.own(lang) or "" for _, text in rest)
    return Document(
        kind=entry.kind,
        ordinal=int(entry.id.partition("-")[2]),
        path=page_path(entry.id),
        title=one_line(own_title).replace("`", ""),
        id=entry.id,
        lang=lang,
        names=(entry.id, *entry.aliases),
        asked=asked,
        exact=exact,
        body=plain(body),
        others=tuple(foreign),
        chips=_chips(entry, site),
        verdict=verdict,
        date=entry.updated.isoformat(),
        facets=dict(site.view.cards[entry.id].facets),
    )


def _chips(entry: Entry, site: Site) -> tuple[str, ...]:
    products = dict.fromkeys(scope.product for _, scope in entry.scopes())
    chips = [site.taxonomy.product_by_id[product].name for product in products][:3]
    if isinstance(entry, Anomaly):
        category = site.taxonomy.anomaly_category_by_id[entry.category]
        chips.append(f"{category.id} {category.label.get(site.locale)}")
    elif isinstance(entry, Faq):
        chips.append(site.taxonomy.faq_category_by_id[entry.category].label.get(site.locale))
    elif isinstance(entry, Patch):
        chips += _facts(entry, site)
    return tuple(chips)


def _facts(patch: Patch, site: Site) -> Iterator[str]:
    """What a list says of a patch besides its title."""
    yield site.t(f"form_{patch.form}")
    start = site.t("installs_from", version=patch.from_release)
    required = ", ".join(shown_of(patch.requires, site))
    yield f"{start}, {site.t('installs_after', patches=required)}" if required else start
    if mended := shown_of(patch.fixes, site):
        yield site.count("facts_fixes", len(mended))
    yield file_text(patch, site)


def facet_labels(site: Site) -> dict[str, dict[str, str]]:
    """Facet → value → label, in the order in which a reader sees them."""
    taxonomy, locale = site.taxonomy, site.locale
    days = {card.updated for card in site.view.cards.values()}
    years = sorted({dt.date.fromordinal(day).year for day in days}, reverse=True)
    return {
        "product": {one.id: one.name for one in taxonomy.products},
        "os": {one.id: one.name for one in taxonomy.operating_systems},
        "category": {
            **{one.id: f"{one.id} {one.label.get(locale)}" for one in taxonomy.anomaly_categories},
            **{one.id: one.label.get(locale) for one in taxonomy.faq_categories},
        },
        "form": {one: site.t(f"form_{one}") for one in FORMS},
        "status": {one: site.t(f"standing_{one}") for one in STANDINGS},
        "year": {str(year): str(year) for year in years},
        "version": {
            f"{product.id}/{release.version}": f"{product.name} {release.version}"
            for product in taxonomy.products
            for release in product.releases
        },
        "affected": {
            f"{product.id}/{os}/{release.version}": release.version
            for product in taxonomy.products
            for os in product.os
            for release in product.releases
            if os in release.released
        },
    }


def _codes(site: Site) -> Iterator[Document]:
    refs = [CodeRef(family, code) for family in site.taxonomy.code_families for code in family.codes]
    for ordinal, ref in enumerate(refs):
        yield _code(ordinal, ref, site.locale, site)


def _code(ordinal: int, ref: CodeRef, locale: Locale, site: Site) -> Document:
    family, code = ref.family, ref.code
    name = family.name.get(locale)
    return Document(
        kind="code",
        ordinal=ordinal,
        path=code_path(ref),
        title=f"{site.t('code_of', family=name, number=code.number)}{site.t('colon')}{code.name}",
        lang=locale,
        asked=tuple(f"{words} {code.number}" for words in family.written),
        exact=(code.name,),
        body=plain(f"{code.meaning.get(locale)}\n\n{code.remedy.get(locale)}"),
        others=(f"{family.name.get(other(locale))} {code.number}",),
        chips=(family.standard,),
    )


def _products(site: Site) -> Iterator[Document]:
    for ordinal, product in enumerate(site.taxonomy.products):
        yield Document(
            kind="product",
            ordinal=ordinal,
            path=f"products/{product.id}.html",
            title=product.name,
            lang=site.locale,
            names=(product.id,),
            body=plain(product.summary.get(site.locale)),
        )
