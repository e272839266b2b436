"""The engine of the pages, run in a blank page on index files that a test made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from playwright.sync_api import Browser, Page

from knownbase.model.locale import Locale
from knownbase.model.text import Words
from knownbase.search.documents import Document
from knownbase.search.engine import engine_script
from knownbase.search.index import whole_index

OPEN = """([files, locale]) => {
    const taken = new Map();
    kbSearch.take = (name, data) => taken.set(name, data);
    const load = async (file) => {
        const text = files[`${file}.js`];
        if (text === undefined) throw new Error(`not there: ${file}`);
        try { (0, eval)(text); } catch { throw new Error(`damaged: ${file}`); }
        return taken.get(`${locale}/${file.split(".")[0]}`);
    };
    globalThis.index = kbSearch.open({ locale, load });
}"""
ASK = """(questions) => Promise.all(questions.map(async ([text, options]) => {
    const result = await index.search(text, options);
    const documents = await index.documents(result.hits);
    const names = documents.map((one) => one && (one.id || one.path));
    return { ...result, words: null, hits: names };
}))"""


class Engine:
    """A page with the engine in it; `open` gives it an index, `ask` asks that one."""

    def __init__(self, chromium: Browser) -> None:
        self.page: Page = chromium.new_page()
        self.page.goto("about:blank")
        self.page.evaluate(f"() => {{ {engine_script()} }}")

    def open(self, files: Mapping[str, str], locale: Locale = "en") -> None:
        self.page.evaluate(OPEN, [dict(files), locale])

    def open_documents(
        self,
        documents: Iterable[Document],
        locale: Locale = "en",
        glossary: Sequence[Words] = (),
        **options: Any,
    ) -> None:
        self.open(dict(whole_index(documents, locale, glossary, **options)), locale)

    def ask(self, *questions: str, **options: Any) -> list[dict[str, Any]]:
        """Results, whose hits are ids or, where there is none, paths."""
        answers: list[dict[str, Any]] = self.page.evaluate(ASK, [[text, options] for text in questions])
        return answers

    def hits(self, question: str, **options: Any) -> list[str]:
        found: list[str] = self.ask(question, **options)[0]["hits"]
        return found
