// The search: open(…) → an index that answers. Knows no page, no window; runs wherever JavaScript does.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const RELAXED = 40; // documents that lack a word are listed up to so many
  const BONUS = 1.2; // what the score of a document that holds the whole of a sentence is multiplied by

  // Rank, score and place in a list as one whole number below 2 ** 53: numbers alone sort without a comparison
  // function, ten thousand in a millisecond. A score is below 2 ** 11 and counts to 2 ** -16.
  const PLACES = 2 ** 24;
  const SCORES = 2 ** 27;
  const [PART, WHOLE, NAMED] = [0, 1, 2]; // ranks: some words, every word, its own id
  const keyOf = (rank, score, place) => (rank * SCORES + Math.round(score * 2 ** 16)) * PLACES + (PLACES - 1 - place);
  const placeOf = (key) => PLACES - 1 - (key % PLACES);

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
      const [question, named] = await Promise.all([
        kb.ask(shelf, text, this.locale, prefix && !/\s$/.test(text)),
        this.named(text),
      ]);
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
      const listsOf = (wanted) =>
        read
          .filter((one) => one.read && Boolean(one.ending) === wanted)
          .map(({ factor, read: { numbers, weights } }) => kb.scaled({ numbers, scores: weights }, factor / 63));
      const typed = kb.highestOfAll(listsOf(false));
      const list = kb.highestOfAll([typed, ...listsOf(true)]);
      // The idf of the concept, not of its rarest form: a rare ending would outweigh the word as typed.
      return kb.scaled(list, this.idf(typed.numbers.length || list.numbers.length));
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
      const keys = new Float64Array(numbers.length + named.length);
      let n = 0;
      let exact = 0;
      for (; n < numbers.length; n++) {
        const all = held[n] === lists.length;
        const name = byName.delete(numbers[n]);
        // Of words, all must be there before any. A whole sentence is rarely all there: much of it counts as well.
        keys[n] = keyOf(name ? NAMED : all && !sentence ? WHOLE : PART, scores[n] * (all && sentence ? BONUS : 1), n);
        if (all || (name && !sentence)) exact++;
      }
      const unasked = [...byName];
      for (; n < numbers.length + unasked.length; n++) keys[n] = keyOf(NAMED, 0, n);
      exact += unasked.length;
      const sorted = keys.subarray(0, n).sort().reverse();
      const numberAt = (key) => numbers[placeOf(key)] ?? unasked[placeOf(key) - numbers.length];
      const shown = sentence ? Math.max(exact, RELAXED) : exact < 10 ? exact + RELAXED : exact;
      return { numbers: Array.from(sorted.subarray(0, shown), numberAt), exact };
    }
  }

  kb.open = (options) => new Index(options);
})();
