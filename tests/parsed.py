"""A page as a browser's parser sees it, so that tests ask for elements and not for strings."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
Attributes = dict[str, str]


class Parsed(HTMLParser):
    """`elements` in order; `texts`: the text below each of them; `comments`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: list[str] = []
        self.comments: list[str] = []
        self._open: list[tuple[str, int]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append("")
        if tag not in VOID:
            self._open.append((tag, len(self.elements) - 1))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == opened for opened, _ in self._open):
            while self._open.pop()[0] != tag:  # what the end of its parent closes, as </ul> does an <li>
                pass

    def handle_data(self, data: str) -> None:
        for _, place in self._open:
            self.texts[place] += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def all(self, tag: str, **wanted: str) -> list[Attributes]:
        """Attributes of every such element that has the wanted ones."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and wanted.items() <= attributes.items()
        ]

    def one(self, tag: str, **wanted: str) -> Attributes:
        (found,) = self.all(tag, **wanted)
        return found

    def text(self, tag: str) -> str:
        """The text of the only such element."""
        (found,) = [text for (name, _), text in zip(self.elements, self.texts, strict=True) if name == tag]
        return found
