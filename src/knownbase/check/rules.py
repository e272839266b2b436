"""Every rule, once: its code, its usual level, what it says, and the function that looks.

To add a rule: write the function in the module of its subject and add one line here. Rules without a
function are found while the file is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knownbase.check import links, prose, tags, typography, versions, wording
from knownbase.check.context import Context, Fault
from knownbase.model.entry import Entry
from knownbase.model.finding import Level

EntryRule = Callable[[Entry, Context], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    level: Level
    says: str
    look: EntryRule | None = None


RULES: tuple[Rule, ...] = (
    Rule("KB101", "error", "A file is plain text in UTF-8."),
    Rule("KB102", "error", "A file is YAML."),
    Rule("KB103", "error", "A key stands once."),
    Rule("KB104", "error", "No anchors, aliases, tags or second documents."),
    Rule("KB105", "error", "A file has at most 256 KiB and 100 levels."),
    Rule("KB106", "error", "No unknown keys."),
    Rule("KB107", "error", "Required keys are there."),
    Rule("KB108", "error", "A value has the form that its field asks for."),
    Rule("KB109", "error", "The id is the file's name."),
    Rule("KB110", "error", "An id names one entry."),
    Rule("KB111", "error", "A content file is a plain file inside the content root."),
    Rule("KB112", "error", "No date lies in the future.", links.future),
    Rule("KB113", "error", "A content folder holds entry files only."),
    Rule("KB114", "error", "The history is in order.", links.timeline_order),
    Rule("KB201", "error", "The category (or a patch's kind) is a valid one.", tags.category),
    Rule("KB202", "error", "The product is a valid one.", tags.product),
    Rule("KB203", "error", "The operating system is a valid one.", tags.operating_system),
    Rule("KB204", "error", "The product is offered on the operating system.", tags.offered),
    Rule("KB205", "error", "The release is one of the product's.", tags.release),
    Rule("KB206", "error", "The release has shipped on the operating system.", tags.shipped),
    Rule("KB207", "error", "The impact is a valid one.", tags.impact),
    Rule("KB208", "error", "The taxonomy holds together."),
    Rule("KB301", "error", "A range ends after it begins.", versions.order),
    Rule("KB302", "error", "Ranges do not overlap.", versions.overlap),
    Rule("KB303", "error", "A later branch has a statement.", versions.statement),
    Rule("KB304", "error", "A patch leads upwards.", versions.patch_order),
    Rule("KB305", "error", "A patch comes no earlier than its release.", versions.patch_date),
    Rule("KB306", "error", "A patch mends anomalies of its product, OS and release.", versions.patch_fixes),
    Rule("KB307", "error", "A patch requires patches of its product and OS, without a loop.", versions.requires),
    Rule("KB401", "error", "Every text exists in both languages.", wording.missing_language),
    Rule("KB402", "error", "No text is empty.", wording.empty_text),
    Rule("KB403", "warning", "A reviewed translation is up to date.", wording.stale_translation),
    Rule("KB404", "warning", "A text is not the same in both languages.", wording.same_text),
    Rule("KB501", "error", "No raw HTML in prose.", prose.raw_html),
    Rule("KB502", "error", "Links are safe; no images.", prose.unsafe_link),
    Rule("KB503", "error", "A reference leads to an entry.", links.dangling),
    Rule("KB504", "error", "An id named in prose exists.", prose.named_ids),
    Rule("KB505", "error", "A page exists in both languages."),
    Rule("KB506", "error", "Prose is nested at most 32 levels.", prose.nesting),
    Rule("KB507", "error", "A title is one line that fits a list.", wording.title),
    Rule("KB508", "error", "A duplicate names the anomaly that is kept.", links.duplicate_chain),
    Rule("KB509", "error", "Headings in prose are of level 3 or below.", prose.headings),
    Rule("KB510", "warning", "Punctuation is that of the language.", typography.typography),
    Rule("KB601", "error", "Public prose names no entry for customers.", prose.leak),
    Rule("KB701", "error", "A title and each other wording find their entry."),
)
BY_CODE = {rule.code: rule for rule in RULES}
