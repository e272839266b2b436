// The search: open(…) → an index that answers. Knows no page, no window; runs wherever JavaScript does.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const RELAXED = 40; // documents that lack a word are listed up to so many
  const WHOLE = 1.2; // what the score of a document that holds the whole of a sentence is multiplied by
  const NAMED = 1000; // what its own id adds to a document's score

  class Index {
    constructor({ locale, load }) {
      this.locale = locale;
      this.shelf = new kb.Shelf(load);
    }

    ready() {
      return this.shelf.ready();
    }

    documents(numbers) {
      return this.shelf.documents(numbers);
    }

    // All documents that answer `text`, best first. The fields of what it returns stand in result.js.
    async search(text, { kinds = null, filters = {}, sort = "relevance", prefix = true, facets = false } = {}) {
      const shelf = await this.shelf.ready();
      shelf.failed.clear();
      const question = await kb.ask(shelf, text, this.locale, prefix && !/\s$/.test(text));
      const named = await this.named(text);
      // Who asks for nothing gets everything.
      const found = text.trim() ? await this.rank(question, named) : null;
      return kb.result(this, { question, found, kinds, filters, sort, facets });
    }

    // Documents whose own id or other number the text says.
    async named(text) {
      const names = [...kb.spokenIds(text).map(kb.fold), kb.fold(text.trim()).slice(0, 60)];
      const lists = await Promise.all(
        names.map(async (name) => {
          const entry = await this.shelf.find(`#${name}`);
          const read = entry && (await this.shelf.postings(entry));
          return read ? [...read.numbers] : [];
        }),
      );
      return [...new Set(lists.flat())];
    }

    // {numbers, scores, exact}: best first; the first `exact` hold every word.
    async rank(question, named) {
      let { concepts } = question;
      let lists = await this.lists(question);
      let ranked = this.order(question, lists, named);
      // A word that is known but rare may be somebody else's slip of the same word.
      const doubtful = ranked.exact ? [] : concepts.filter((one) => !one.code && !one.corrected && one.entries.every(({ entry }) => entry.count <= 2));
      if (doubtful.length && concepts.length) {
        for (const concept of doubtful) {
          concept.corrected = true;
          if (concept.entries.length) await kb.correct(this.shelf, concept, this.locale, question.tried, 0.5);
        }
        lists = await this.lists(question);
        ranked = this.order(question, lists, named);
      }
      return ranked;
    }

    idf(count) {
      return Math.log(1 + (this.shelf.size - count + 0.5) / (count + 0.5));
    }

    // A list of scored documents for each concept.
    async lists(question) {
      const lists = await Promise.all(question.concepts.map((concept) => this.listOf(concept)));
      for (const { at, length, phrases } of question.equivalents) {
        let others = kb.emptyList();
        for (const { terms } of phrases) {
          const parts = await Promise.all(terms.map((alternatives) => this.listOfTerms(alternatives)));
          if (!parts.length || parts.some((part) => !part)) continue;
          const all = parts.reduce(kb.inBoth);
          others = kb.highestOf(others, kb.scaled(all, question.factor / Math.max(1, length)));
        }
        for (let n = at; n < at + length; n++) lists[n] = kb.highestOf(lists[n], others);
      }
      return lists;
    }

    async listOf(concept) {
      const read = await Promise.all(
        concept.entries.map(async ({ entry, factor, ending }) => ({ entry, factor, ending, read: await this.shelf.postings(entry) })),
      );
      let list = kb.emptyList();
      let asTyped = null;
      // Endings come last: how many documents hold the word as typed is known before they are added.
      const known = read.filter((one) => one.read).sort((a, b) => b.factor - a.factor);
      for (const { factor, ending, read: { numbers, weights } } of known) {
        if (ending) asTyped ??= list.numbers.length;
        list = kb.highestOf(list, kb.scaled({ numbers, scores: weights }, factor / 63));
      }
      // The idf of the concept, not of its rarest form: a rare ending would outweigh the word as typed.
      return kb.scaled(list, this.idf(asTyped || list.numbers.length));
    }

    async listOfTerms(terms) {
      const concept = { entries: [] };
      for (const term of terms) {
        const entry = await this.shelf.find(term);
        if (entry) concept.entries.push({ entry, factor: 1 });
      }
      return concept.entries.length ? this.listOf(concept) : null;
    }

    order({ sentence }, lists, named) {
      const { numbers, scores, held } = kb.sumOf(lists);
      const byName = new Set(named);
      const rows = [];
      numbers.forEach((number, n) => {
        const all = held[n] === lists.length;
        const score = scores[n] * (all && sentence ? WHOLE : 1);
        rows.push({ number, all, score: score + (byName.delete(number) ? NAMED : 0) });
      });
      for (const number of byName) rows.push({ number, all: true, score: NAMED });
      // Of words, all must be there before any. A whole sentence is rarely all there: much of it counts as well.
      const rank = (row) => (row.score >= NAMED ? 2 : row.all && !sentence ? 1 : 0);
      rows.sort((a, b) => rank(b) - rank(a) || b.score - a.score || a.number - b.number);
      const exact = sentence ? rows.filter(({ all }) => all).length : rows.findIndex((row) => !rank(row));
      const end = exact < 0 ? rows.length : exact;
      const shown = sentence ? Math.max(end, RELAXED) : end < 10 ? end + RELAXED : end;
      return { numbers: rows.slice(0, shown).map((row) => row.number), exact: end };
    }
  }

  kb.open = (options) => new Index(options);
})();
