"""The place of js/report.js: a form for a report of an anomaly, and its blank text for who has no scripts."""

from typing import NamedTuple

from markupsafe import Markup

from knownbase.render.affected import GUIDE, product_choice
from knownbase.render.pieces import script_json
from knownbase.render.site import Site
from knownbase.render.templates import fragment


class Field(NamedTuple):
    """A field of the report; a `block` begins on a line of its own."""

    name: str
    block: bool = False


REPORT = (
    *map(Field, ("product", "os", "version", "category", "summary", "about")),
    *(Field(name, block=True) for name in ("symptom", "steps", "expected", "since")),
    Field("impact"),
    Field("evidence", block=True),
    Field("traces", block=True),
    Field("seen"),
    *map(Field, ("company", "name", "email", "phone", "contract")),
)
"""The report from top to bottom, as the hotline reads it. js/report-text.js fills it in."""

SCRIPT_ONLY = frozenset({"seen"})
"""What a script knows and nobody writes."""

TEXTS = (
    "report_category_open",
    "report_choose",
    "report_cleared",
    "report_copied",
    "report_copy_body",
    "report_copy_subject",
    "report_evidence_have",
    "report_evidence_later",
    "report_kept",
    "report_known_failed",
    "report_known_found_many",
    "report_known_found_one",
    "report_known_hint",
    "report_known_none",
    "report_missing",
    "report_not_kept",
    "report_subject",
    "report_subject_open",
    "report_subject_unnamed",
    "colon",
)


def report_form(site: Site) -> Markup:
    """The form, hidden until its script works, and below it what to write without one."""
    taxonomy = site.taxonomy
    known = {
        "mail": taxonomy.site.mail or "",
        "products": [product_choice(one) for one in taxonomy.products],
        "systems": taxonomy.os_names,
        "categories": {
            one.id: {
                "name": f"{one.id} – {one.label.get(site.locale)}",
                "evidence": [item.get(site.locale) for item in one.evidence],
                "request": one.request.get(site.locale) if one.request else "",
            }
            for one in taxonomy.anomaly_categories
        },
        "impacts": {one.id: one.label.get(site.locale) for one in taxonomy.impacts},
        "report": [[field.name, site.t(f"report_{field.name}"), field.block] for field in REPORT],
        "t": {key: site.strings[key] for key in TEXTS},
    }
    return fragment(
        "report", site, known=script_json(known), taxonomy=taxonomy, guide=site.page(GUIDE), blank=blank(site)
    )


def blank(site: Site) -> str:
    """The report as text to fill in by hand."""
    colon = site.t("colon").rstrip(" ")
    named = " ".join(site.t(f"report_{name}") for name in ("product", "version", "os"))
    categories = "/".join(one.id for one in site.taxonomy.anomaly_categories)
    subject = site.t("report_subject", installation=named, category=categories, title="…")
    lines = [f"{site.t('report_subject_label')}{site.t('colon')}{subject}", ""]
    for field in REPORT:
        if field.name in SCRIPT_ONLY:
            continue
        lines.append(f"{site.t(f'report_{field.name}')}{colon}")
        if field.block:
            lines += ["", ""]
    return "\n".join(lines)
