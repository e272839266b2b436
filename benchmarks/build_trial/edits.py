"""Edits of a content root at random, as people make them, some of which break it; each can be taken back."""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

FOLDERS = ("faq", "anomalies_db", "downloads")
WORDS = "zebra gateway refus d’accès port relay éteint FAQ-0001 ANO-0002 diagnostic 12 `code`".split()
DAYS = ("2021-01-02", "2022-02-03", "2023-03-04", "2024-04-05")


class Editor:
    """`edit` changes something and says what; `undo` takes the last edit back."""

    def __init__(self, root: Path, kept: Path, chance: random.Random) -> None:
        """`kept` is a place for a copy of the root."""
        self._root, self._kept, self._chance = root, kept, chance
        self._number = 5000

    def edit(self) -> str:
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self._root, self._kept, ignore=shutil.ignore_patterns(".knownbase", "site"))
        kinds = [self._text, self._text, self._date, self._add, self._rename, self._delete, self._field]
        kinds += [self._taxonomy, self._page, self._audience, self._several]
        while True:
            kind: Callable[[], str] = self._chance.choice(kinds)
            done = kind()
            if done:
                return done

    def undo(self) -> None:
        for name in (*FOLDERS, "docs", "docs_fr"):
            shutil.rmtree(self._root / name)
            shutil.copytree(self._kept / name, self._root / name)
        shutil.copyfile(self._kept / "taxonomy.yaml", self._root / "taxonomy.yaml")

    def _entry(self) -> Path:
        return self._chance.choice(
            sorted(file for folder in FOLDERS for file in (self._root / folder).glob("*.yaml"))
        )

    def _replaced(self, file: Path, pattern: str, new: Callable[[re.Match[str]], str]) -> str:
        text = file.read_text("utf-8")
        places = list(re.finditer(pattern, text, re.MULTILINE))
        if not places:
            return ""
        place = self._chance.choice(places)
        file.write_text(text[: place.start()] + new(place) + text[place.end() :], "utf-8")
        return f"{file.name}: {place[0].strip()!r}"

    def _text(self) -> str:
        """A word more in a text: a title, an answer, a code named, another entry named."""
        words = " ".join(self._chance.sample(WORDS, 2))
        return self._replaced(
            self._entry(), r"(?<=^  )(?:en|fr): (?:\|\n    )?(?=[A-Z])", lambda at: f"{at[0]}{words} "
        )

    def _date(self) -> str:
        return self._replaced(
            self._entry(), r"^(published|released): .*", lambda at: f"{at[1]}: {self._chance.choice(DAYS)}"
        )

    def _field(self) -> str:
        """Another category, or one relation less."""
        if self._chance.random() < 0.5:
            return self._replaced(
                self._entry(), r"^category: [ABC]$", lambda _: f"category: {self._chance.choice('ABC')}"
            )
        return self._replaced(self._entry(), r"^(related|fixes|duplicate_of): .*\n", lambda _: "")

    def _audience(self) -> str:
        file = self._entry()
        if self._replaced(file, r"^audience: customers\n", lambda _: ""):
            return f"{file.name} is for everybody"
        file.write_text(file.read_text("utf-8").rstrip("\n") + "\naudience: customers\n", "utf-8")
        return f"{file.name} is for customers"

    def _add(self) -> str:
        file = self._entry()
        self._number += 1
        name = f"{file.stem[:3]}-{self._number}"
        text = re.sub(r"(?m)^id: .*", f"id: {name}", file.read_text("utf-8"))
        text = re.sub(r"(?m)^aliases: .*\n", "", text)
        (file.with_name(f"{name}.yaml")).write_text(text, "utf-8")
        return f"{name} is new"

    def _rename(self) -> str:
        file = self._entry()
        done = self._add()
        file.unlink()
        return f"{file.name} is gone, {done}"

    def _delete(self) -> str:
        file = self._entry()
        file.unlink()
        return f"{file.name} is gone"

    def _taxonomy(self) -> str:
        self._number += 1
        return self._replaced(
            self._root / "taxonomy.yaml",
            r"\bname: (\w+)(?=[,}\s])",
            lambda at: f"name: {at[1]}{self._number}",
        )

    def _page(self) -> str:
        """A hand-written page says something else."""
        file = self._root / self._chance.choice(("docs", "docs_fr")) / "index.md"
        file.write_text(file.read_text("utf-8") + f"\n{self._chance.choice(WORDS)}\n", "utf-8")
        return f"{file.parent.name}/index.md says more"

    def _several(self) -> str:
        return "; ".join(filter(None, (self._text(), self._date(), self._text())))
