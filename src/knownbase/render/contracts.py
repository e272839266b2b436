"""The contracts: compared, asked for by question, and those under which each category of anomalies is processed."""

from collections.abc import Iterable

from markupsafe import Markup

from knownbase.model.taxonomy import ContractQuestion
from knownbase.render.site import Site
from knownbase.render.templates import fragment

PAGE = "services/index.html"
"""Where the contracts stand, each in a row with its id."""

CONTRACT_QUESTIONS = "contract-questions"
"""The slot in which questions stand, each in a row whose id is that of `question_anchor`."""


def question_anchor(question: ContractQuestion) -> str:
    return f"ask-{question.id}"


def contracts(site: Site) -> Markup:
    """All contracts side by side."""
    return fragment("contracts", site, contracts=site.taxonomy.contracts)


def contract_questions(site: Site) -> Markup:
    """Questions as customers put them, each with an id to link to, its contracts and a short answer."""
    asked = [
        (one, question_anchor(one), contract_links(one.contracts, site))
        for one in site.taxonomy.contract_questions
    ]
    return fragment("contract_questions", site, questions=asked)


def anomaly_categories(site: Site) -> Markup:
    categories = [(one, contract_links(one.contracts, site)) for one in site.taxonomy.anomaly_categories]
    return fragment("categories", site, categories=categories)


def contract_links(ids: Iterable[str], site: Site) -> list[tuple[str, str]]:
    """Name and URL of contracts; the URL is "" on a site without the page."""
    found = site.taxonomy.contract_by_id
    return [(found[one].name.get(site.locale), site.page(PAGE, one)) for one in ids]
