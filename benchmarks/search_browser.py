#!/usr/bin/env python3
"""Cost of the search in Chromium, beside Pagefind: bytes, time to ready, time of a query, blocks, heap.

Example: benchmarks/search_browser.py ../records/anomalies-en-fr.jsonl.gz ../records/faq.jsonl.gz --entries 10000

Records are grown to the number of entries (benchmarks/grow.py), made into entries (benchmarks/corpus.py) and
indexed by the very functions of the build. A query counts until ids, titles and excerpts of its first ten results
are there, a filter of the explorer until hits and counts of every facet are. Throttled: 10 Mbit/s, 60 ms. Figures
are medians of fresh pages; p95 over all queries of one page; heap before filters. The last line is one JSON object.
"""

import argparse
import asyncio
import gzip
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import corpus
import grow
from npm_cache import NoPeers, peers
from playwright.sync_api import Browser, Page, sync_playwright
from relevance_trial import engines
from relevance_trial.documents import site_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.parallel import side_by_side
from knownbase.render.documents import documents, facet_labels
from knownbase.render.site import Site
from knownbase.search.documents import Document
from knownbase.search.engine import engine_script
from knownbase.search.index import whole_index

ENGINES = ("knownbase", "pagefind")
FRESH = 9
"""Fresh pages of which a median is taken."""

KNOWNBASE = """globalThis.open_ = async (locale) => {
    const add = (src) => new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject });
        document.head.append(script);
    });
    await add("/search/engine.js");
    const index = kbSearch.open({ locale, load: kbSearch.loader(`/search/${locale}/`, locale) });
    await index.ready();
    globalThis.filter_ = async () => {
        const options = { kinds: ["anomaly"], facets: true };
        const times = [];
        for (const [facet, values] of Object.entries((await index.search("", options)).facets))
            for (const { value } of values.slice(0, 20)) {
                const begun = performance.now();
                await index.search("", { ...options, filters: { [facet]: [value] } });
                times.push(performance.now() - begun);
                await new Promise((resolve) => setTimeout(resolve, 0));
            }
        return times;
    };
    globalThis.ask_ = async (text) => {
        const result = await index.search(text);
        const found = await index.documents(result.hits.slice(0, 10));
        return found.map((one) => [one.title, kbSearch.excerpt(one.text, result.words, locale).text]).length;
    };
}"""
PAGEFIND = """globalThis.open_ = async (locale) => {
    const pagefind = await import(`/${locale}/pagefind/pagefind.js`);
    await pagefind.init();
    globalThis.ask_ = async (text) => {
        const { results } = await pagefind.search(text);
        return (await Promise.all(results.slice(0, 10).map((one) => one.data()))).map((one) => [one.meta.title, one.excerpt]).length;
    };
}"""
OPEN = {"knownbase": KNOWNBASE, "pagefind": PAGEFIND}
READY = "async (locale) => { const begun = performance.now(); await open_(locale); return performance.now() - begun; }"
ASK = """async (queries) => {
    const times = [];
    for (const text of queries) {
        const begun = performance.now();
        await ask_(text);
        times.push(performance.now() - begun);
        await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return times;
}"""
BLOCKS = """() => {
    globalThis.blocks_ = [];
    new PerformanceObserver((list) => blocks_.push(...list.getEntries().map((one) => one.duration)))
        .observe({ type: "longtask", buffered: true });
}"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="records: JSON Lines, gzip")
    parser.add_argument("--entries", type=int, default=10_000, metavar="N")
    parser.add_argument("--queries", type=int, default=120, metavar="N", help="in each language")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES), metavar="ENGINE")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep the content root here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="knownbase-search-") as temporary:
        work = options.work or Path(temporary)
        root = work / f"root-{options.entries}"
        if not root.is_dir():
            records = work / "records.jsonl.gz"
            grow.main([*map(str, options.files), "--records", str(options.entries), "--to", str(records)])
            corpus.main([str(records), "--to", str(root)])
        try:
            results = _measured(root, work, options)
        except NoPeers as error:
            print(f"search_browser: no Pagefind: {error}; --engines knownbase works without", file=sys.stderr)
            return 1
    _print(results)
    print(json.dumps({"entries": options.entries, **results}))
    return 0


def _measured(root: Path, work: Path, options: argparse.Namespace) -> dict[str, Any]:
    files: dict[str, bytes] = {
        "/": b"<!doctype html><meta charset=utf-8><title>Trial</title>",
        "/search/engine.js": engine_script().encode(),
    }
    _say("indexing both languages")
    sites = {locale: site_of(root, locale) for locale in LOCALES}
    begun = time.perf_counter()
    indexed = side_by_side([partial(_index, site) for site in sites.values()])
    building = time.perf_counter() - begun
    for locale, index in zip(LOCALES, indexed, strict=True):
        files |= {f"/search/{locale}/{name}": text.encode() for name, text in index}
    found = {locale: list(documents(site, {})) for locale, site in sites.items()}
    own = [gzip.compress(data, 6) for path, data in files.items() if path != "/"]
    results: dict[str, Any] = {}
    sizes = {
        "index_build_s": round(building, 2),
        "index_files": len(own),
        "index_kb_gzip": round(sum(map(len, own)) / 1000),
    }
    if "pagefind" in options.engines:
        pagefind, seconds = _pagefind(found, work)
        files |= pagefind
    server = _Server(files)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=engines.chromium(), args=["--no-sandbox", "--js-flags=--expose-gc"]
        )
        for engine in options.engines:
            results[engine] = {
                locale: _engine(
                    engine, locale, queries_of(found[locale], options.queries, locale), browser, server
                )
                for locale in LOCALES
            }
        browser.close()
    if "knownbase" in results:
        results["knownbase"] |= sizes
    if "pagefind" in results:
        results["pagefind"] |= {"index_build_s": round(seconds, 2), "index_files": len(pagefind)}
    server.stop()
    return results


def _index(site: Site) -> list[tuple[str, str]]:
    return list(whole_index(documents(site, {}), site.locale, site.taxonomy.glossary, facet_labels(site)))


def queries_of(found: Sequence[Document], count: int, locale: Locale) -> list[str]:
    """Words of titles, single words, codes, beginnings of words and slips; the same for the same documents."""
    chance = random.Random(f"20261124 {locale}")
    queries = []
    while len(queries) < count:
        title = [word for word in chance.choice(found).title.split() if len(word) > 2]
        if not title:
            continue
        start = chance.randrange(len(title))
        words = title[start : start + 1 + len(queries) % 4]
        if len(queries) % 5 == 3:
            words[-1] = words[-1][: max(2, len(words[-1]) - 3)]
        if len(queries) % 5 == 4 and len(words[0]) > 5:
            words[0] = words[0][:2] + words[0][3] + words[0][2] + words[0][4:]
        queries.append(" ".join(words))
    return queries


def _engine(
    engine: str, locale: Locale, queries: Sequence[str], browser: Browser, server: "_Server"
) -> dict[str, Any]:
    _say(f"{engine}, {locale}")
    figures: dict[str, Any] = {}
    fresh = [_fresh(engine, locale, query, browser, server, throttled=False) for query in queries[:FRESH]]
    slow = [_fresh(engine, locale, query, browser, server, throttled=True) for query in queries[:FRESH]]
    figures["kb_to_first_results"] = round(statistics.median(one["bytes"] for one in fresh) / 1000, 1)
    for name, runs in (("", fresh), ("throttled_", slow)):
        figures[f"{name}ready_ms"] = round(statistics.median(one["ready"] for one in runs), 1)
        figures[f"{name}first_results_ms"] = round(
            statistics.median(one["ready"] + one["first"] for one in runs), 1
        )
    sessions = [_session(engine, locale, queries, browser, server) for _ in range(3)]
    for name in sessions[0]:
        figures[name] = round(statistics.median(one[name] for one in sessions), 2)
    return figures


def _fresh(
    engine: str, locale: Locale, query: str, browser: Browser, server: "_Server", *, throttled: bool
) -> dict[str, float]:
    """From nothing to the first ten results of one query."""
    context = browser.new_context()
    page = _page(context.new_page(), engine, server)
    if throttled:
        session = context.new_cdp_session(page)
        network = {"offline": False, "latency": 60, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6}
        session.send("Network.emulateNetworkConditions", network)
    server.sent = 0
    ready = page.evaluate(READY, locale)
    first = page.evaluate(ASK, [query])[0]
    sent = server.sent
    context.close()
    return {"ready": ready, "first": first, "bytes": sent}


def _session(
    engine: str, locale: Locale, queries: Sequence[str], browser: Browser, server: "_Server"
) -> dict[str, float]:
    """All queries in one page, then all of them again."""
    context = browser.new_context()
    page = _page(context.new_page(), engine, server)
    cdp = context.new_cdp_session(page)
    before = _heap(page, cdp)
    page.evaluate(BLOCKS)
    page.evaluate(READY, locale)
    first = page.evaluate(ASK, list(queries))
    warm = page.evaluate(ASK, list(queries))
    heap = _heap(page, cdp) - before
    filtered = page.evaluate("globalThis.filter_ ? filter_() : null")
    page.wait_for_timeout(100)
    blocks = page.evaluate("blocks_")
    context.close()
    explorer = {"filter_p95_ms": percentile(filtered, 95)} if filtered else {}
    return {
        "first_pass_p50_ms": percentile(first, 50), "first_pass_p95_ms": percentile(first, 95),
        "warm_p50_ms": percentile(warm, 50), "warm_p95_ms": percentile(warm, 95),
        "longest_block_ms": max(blocks, default=0.0), "heap_mb": heap / 1e6, **explorer,
    }  # fmt: skip


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that so many of a hundred do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def _page(page: Page, engine: str, server: "_Server") -> Page:
    page.goto(f"{server.address}/")
    page.evaluate(f"() => {{ {OPEN[engine]} }}")
    return page


def _heap(page: Page, cdp: Any) -> float:
    page.evaluate("gc()")
    return float(cdp.send("Runtime.getHeapUsage")["usedSize"])


def _pagefind(found: dict[Locale, list[Document]], work: Path) -> tuple[dict[str, bytes], float]:
    files: dict[str, bytes] = {}
    seconds = 0.0
    for locale, ones in found.items():
        _say(f"indexing {locale} by Pagefind")
        out = work / "pagefind-10k" / locale / "pagefind"
        begun = time.perf_counter()
        engines.pagefind_index(ones, locale, out, peers())
        seconds += time.perf_counter() - begun
        files |= {
            f"/{locale}/pagefind/{file.relative_to(out).as_posix()}": file.read_bytes()
            for file in out.rglob("*")
            if file.is_file()
        }
    return files, seconds


class _Server:
    """Serves files from memory, compressed as a host does; counts the octets of bodies.

    Answers are made beforehand: what is timed is the browser, not a server.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.sent = 0
        self.answers = {path.encode(): _answer(path, data) for path, data in files.items()}
        self._loop = asyncio.new_event_loop()
        listening = self._loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        port = self._loop.run_until_complete(listening).sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


class _Connection(asyncio.Protocol):
    """Requests without bodies, one after the other, HTTP/1.1."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._received = (self._received + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1].partition(b"?")[0]
            head, body = self._server.answers.get(path, NOT_FOUND)
            self._server.sent += len(body)
            self._transport.write(head + body)  # type: ignore[attr-defined]


NOT_FOUND = (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", b"")
KINDS = {"js": "text/javascript", "json": "application/json", "wasm": "application/wasm"}


def _answer(path: str, data: bytes) -> tuple[bytes, bytes]:
    """Head and body. What begins as gzip is compressed already, as Pagefind's own files are."""
    compressed = data[:2] != b"\x1f\x8b"
    body = gzip.compress(data, 6) if compressed else data
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {KINDS.get(path.rpartition('.')[2], 'text/html')}\r\n"
    head += f"Content-Length: {len(body)}\r\n" + "Content-Encoding: gzip\r\n" * compressed
    return f"{head}\r\n".encode(), body


def _print(results: dict[str, Any]) -> None:
    for engine, figures in results.items():
        for locale in LOCALES:
            for name, value in figures[locale].items():
                print(f"  {engine:<10} {locale}  {name:<28} {value:>10}")
        for name in set(figures) - set(LOCALES):
            print(f"  {engine:<10}     {name:<28} {figures[name]:>10}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
