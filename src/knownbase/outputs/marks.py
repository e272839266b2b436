"""What js/marks.js must know of the taxonomy to mark what concerns a reader's installations: `affected/texts/<language>.js`.

    kbAffected.take("texts/en", {"t": interface texts, "systems": {id: name}, "products": [[id, name, [systems]]]});

It is asked for only by a reader who has named installations; so it is no part of a page.
"""

from collections.abc import Iterator
from functools import partial

from knownbase.outputs.whole import Whole
from knownbase.render.pieces import script_json
from knownbase.render.planned import PlannedFile
from knownbase.render.site import Site

TEXTS = "marks_"
"""Beginning of the keys of the interface texts that the script shows; and these:"""
MORE_TEXTS = ("semicolon",)


def mark_files(whole: Whole) -> Iterator[PlannedFile]:
    for site in whole.sites:
        yield PlannedFile(f"affected/texts/{site.locale}.js", (), partial(_script, site))


def _script(site: Site) -> bytes:
    taxonomy, strings = site.taxonomy, site.strings
    known = {
        "t": {key: strings[key] for key in strings if key.startswith(TEXTS) or key in MORE_TEXTS},
        "systems": taxonomy.os_names,
        "products": [[one.id, one.name, one.os] for one in taxonomy.products],
    }
    return f'kbAffected.take("texts/{site.locale}",{script_json(known)});\n'.encode()
