"""Every rule, once: its code, its usual level, what it says, and the function that looks.

To add a rule: write the function in the module of its subject and add one line here. Rules without a
function are found while the file is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knownbase.check import links, patches, prose, tags, typography, versions, wording
from knownbase.check.context import Context, Fault
from knownbase.model.entry import Entry
from knownbase.model.finding import Level
from knownbase.model.taxonomy import Taxonomy

EntryRule = Callable[[Entry, Context], Iterator[Fault]]
ProseRule = Callable[[Entry | Taxonomy, Context], Iterator[Fault]]

_AFFECTS = ("affects",)
_PATCH = (
    "kind",
    "product",
    "os",
    "from",
    "to",
    "released",
    "fixes",
    "requires",
    "file",
    "url",
    "size",
    "sha256",
)
_TEXTS = ("question", "answer", "title", "symptom", "cause", "workaround", "resolution", "summary", "notes")


@dataclass(frozen=True, slots=True)
class Rule:
    """`look` sees every entry; `prose` every entry and the taxonomy, for it looks at texts only.

    A firm rule keeps its level: the pages rely on it. A rule that compares fields is silent about an
    entry in which one of them is wrong by itself.
    """

    code: str
    level: Level
    says: str
    look: EntryRule | None = None
    prose: ProseRule | None = None
    firm: bool = False
    compares: tuple[str, ...] = ()
    others: Callable[[Entry], tuple[str, ...]] | None = None
    """Ids of the entries that it looks at too when it sees this one; None: it looks at no other."""
    minds: Callable[[Entry, Context], bool] | None = None
    """Whether it may find fault because of such another entry; None: of any."""


def _firm(
    code: str,
    says: str,
    look: EntryRule | None = None,
    prose: ProseRule | None = None,
    others: Callable[[Entry], tuple[str, ...]] | None = None,
    minds: Callable[[Entry, Context], bool] | None = None,
) -> Rule:
    return Rule(code, "error", says, look, prose, firm=True, others=others, minds=minds)


RULES: tuple[Rule, ...] = (
    _firm("KB101", "A file is plain text in UTF-8."),
    _firm("KB102", "A file is YAML."),
    _firm("KB103", "A key stands once."),
    _firm("KB104", "No anchors, aliases, tags, directives or second documents."),
    _firm("KB105", "A file has at most 256 KiB (the taxonomy 4 MiB) and 100 levels."),
    _firm("KB106", "No unknown keys."),
    _firm("KB107", "Required keys are there."),
    _firm("KB108", "A value has the form that its field asks for."),
    _firm("KB109", "The id is the file's name."),
    _firm("KB110", "An id names one entry."),
    _firm("KB111", "A content file is a plain file inside the content root."),
    Rule("KB112", "error", "No date lies in the future.", links.future),
    _firm("KB113", "A content folder holds entry files only."),
    Rule(
        "KB114", "error", "The history is in order.", links.timeline_order, compares=("published", "released")
    ),
    _firm("KB201", "The category (or a patch's kind) is a valid one.", tags.category),
    _firm("KB202", "The product is a valid one.", tags.product),
    _firm("KB203", "The operating system is a valid one.", tags.operating_system),
    _firm("KB204", "The product is offered on the operating system.", tags.offered),
    _firm("KB205", "The release is one of the product's.", tags.release),
    _firm("KB206", "The release has shipped on the operating system.", tags.shipped),
    _firm("KB207", "The impact is a valid one.", tags.impact),
    _firm("KB208", "The taxonomy holds together."),
    Rule("KB301", "error", "A range ends after it begins.", versions.order, compares=_AFFECTS),
    Rule("KB302", "error", "Ranges do not overlap.", versions.overlap, compares=_AFFECTS),
    Rule("KB303", "error", "A later branch has a statement.", versions.statement, compares=_AFFECTS),
    Rule("KB304", "error", "A patch leads upwards.", patches.patch_order, compares=_PATCH),
    Rule("KB305", "error", "A patch comes no earlier than its release.", patches.patch_date, compares=_PATCH),
    Rule(
        "KB306",
        "error",
        "A patch mends anomalies of its product, OS and release.",
        patches.patch_fixes,
        compares=_PATCH,
        others=patches.named,
    ),
    Rule(
        "KB307",
        "error",
        "A patch requires patches of its product and OS, without a loop.",
        patches.requires,
        compares=_PATCH,
        others=patches.named,
    ),
    Rule("KB308", "error", "A range has one end.", versions.one_end, compares=_AFFECTS),
    Rule(
        "KB309",
        "error",
        "A file for download is there, of the stated size and checksum.",
        patches.download,
        compares=_PATCH,
    ),
    Rule("KB310", "note", "A file in the folder of `check --files` is offered by a patch."),
    Rule("KB401", "error", "Every text exists in both languages.", prose=wording.missing_language),
    Rule("KB402", "error", "No text is empty.", prose=wording.empty_text),
    Rule(
        "KB403",
        "warning",
        "A reviewed translation is up to date.",
        wording.stale_translation,
        compares=_TEXTS,
    ),
    Rule("KB404", "warning", "A text is not the same in both languages.", wording.same_text),
    _firm("KB501", "No raw HTML in prose.", prose=prose.raw_html),
    _firm("KB502", "Links are safe; no images.", prose=prose.unsafe_link),
    _firm("KB503", "A reference leads to an entry.", links.dangling),
    Rule("KB504", "error", "An id named in prose exists.", prose=prose.named_ids),
    Rule("KB505", "error", "A page exists in both languages."),
    _firm("KB506", "Prose is nested at most 32 levels.", prose=prose.nesting),
    Rule("KB507", "error", "A title is one line that fits a list.", wording.title),
    Rule(
        "KB508",
        "error",
        "A duplicate names the anomaly that is kept.",
        links.duplicate_chain,
        others=links.kept,
    ),
    Rule("KB509", "error", "Headings in prose are of level 3 or below.", prose=prose.headings),
    Rule("KB510", "warning", "Punctuation is that of the language.", prose=typography.typography),
    _firm("KB511", "A former address of a page is free, and leads to one page."),
    _firm(
        "KB601",
        "Public prose names no entry for customers.",
        prose=prose.leak,
        others=prose.named,
        minds=prose.is_for_customers,
    ),
    Rule("KB701", "error", "A title and each other wording find their entry."),
)
BY_CODE = {rule.code: rule for rule in RULES}
