"""Code reference: a page a family, a page a code, and which entries name it."""

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup

from knownbase.cards import Card
from knownbase.model.codes import CodeRef
from knownbase.model.layout import TAXONOMY
from knownbase.model.plain import shortened
from knownbase.model.taxonomy import CodeFamily
from knownbase.render.pieces import CodeLink
from knownbase.render.site import Page, Planned, Site, digests
from knownbase.render.templates import fragment


def code_path(ref: CodeRef) -> str:
    return f"codes/{ref.family.id}-{ref.code.number}.html"


def code_links(refs: tuple[CodeRef, ...], site: Site) -> list[CodeLink]:
    return [CodeLink(site.url(code_path(ref)), str(ref.code.number), ref.code.name) for ref in refs]


def code_pages(site: Site) -> Iterator[Planned]:
    naming = site.view.naming_code
    for family in site.taxonomy.code_families:
        cards = [naming.get((family.id, code.number), ()) for code in family.codes]
        yield Planned(f"codes/{family.id}.html", partial(_counts, cards), partial(_family_page, family, site))
        for code in family.codes:
            ref = CodeRef(family, code)
            named = partial(digests, naming.get(ref.key, ()), site)
            yield Planned(code_path(ref), named, partial(_code_page, ref, site))


def _counts(groups: Sequence[Sequence[Card]]) -> tuple[bytes, ...]:
    return tuple(str(len(cards)).encode() for cards in groups)


def _family_page(family: CodeFamily, site: Site) -> Page:
    about = family.about.get(site.locale)
    rows = [
        {
            "url": site.url(code_path(CodeRef(family, code))),
            "code": code,
            "meaning": code.meaning.get(site.locale),
            "entries": len(site.view.naming_code.get((family.id, code.number), ())),
        }
        for code in family.codes
    ]
    name = family.name.get(site.locale)
    return Page(
        path=f"codes/{family.id}.html",
        name=name,
        section="codes",
        title=f"{name} ({family.standard})",
        description=shortened(about),
        breadcrumb=_crumbs(site),
        body=fragment("code_family", site, title=name, standard=family.standard, about=about, rows=rows),
        source=TAXONOMY,
    )


def _code_page(ref: CodeRef, site: Site) -> Page:
    family, code = ref.family, ref.code
    family_name = family.name.get(site.locale)
    position = family.codes.index(code)
    neighbours = [
        family.codes[n] if 0 <= n < len(family.codes) else None for n in (position - 1, position + 1)
    ]
    meaning = code.meaning.get(site.locale)
    title = f"{site.t('code_of', family=family_name, number=code.number)}{site.t('colon')}{code.name}"
    body = fragment(
        "code",
        site,
        family=family,
        code=code,
        family_name=family_name,
        family_url=site.url(f"codes/{family.id}.html"),
        meaning=meaning,
        remedy=code.remedy.get(site.locale),
        entries=site.items(site.view.naming_code.get(ref.key, ())),
        before=neighbours[0] and _neighbour(family, neighbours[0].number, site),
        after=neighbours[1] and _neighbour(family, neighbours[1].number, site),
    )
    return Page(
        path=code_path(ref),
        name=f"{code.number} {code.name}",
        section="codes",
        title=title,
        description=shortened(meaning),
        breadcrumb=(*_crumbs(site), (family_name, site.url(f"codes/{family.id}.html"))),
        body=body,
        source=TAXONOMY,
    )


def _neighbour(family: CodeFamily, number: int, site: Site) -> dict[str, str]:
    return {"number": str(number), "url": site.url(f"codes/{family.id}-{number}.html")}


def _crumbs(site: Site) -> tuple[tuple[str, str], ...]:
    return (site.t("home"), site.url("index.html")), (site.t("section_codes"), site.url("codes/index.html"))


def codes_hub(site: Site) -> Markup:
    """Every family with every code: a page to be searched by the browser's own search."""
    families = [
        {
            "id": family.id,
            "name": family.name.get(site.locale),
            "standard": family.standard,
            "about": family.about.get(site.locale),
            "url": site.url(f"codes/{family.id}.html"),
            "codes": code_links(tuple(CodeRef(family, code) for code in family.codes), site),
        }
        for family in site.taxonomy.code_families
    ]
    return fragment("codes_hub", site, families=families)
