// What a reader typed → concepts: for each word the terms of the index that may stand for it.
//
//   rejetée diagn      word "rejetée": rejet        word "diagn": diagnost, diagnostic … (it may go on)
//   conection          unknown to the lexicon: connect, and `tried` says so
//   X.400/UA-FI        unknown as a whole: a concept for each of its parts
//   BAL pleine         the glossary: documents with "boîte aux lettres" hold BAL too
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const LONGEST_TEXT = 4000;
  const MOST_WORDS = 40;
  const MOST_ENDINGS = 24;
  const FACTOR = { ending: 0.7, otherLocale: 0.8, glossary: 0.7, spelling: 0.8 };
  const OTHER = { en: "fr", fr: "en" };
  const LETTERS = /^\p{L}+$/u;

  const isCode = (word) => !LETTERS.test(word);

  // {word, terms: Map of term → factor, parts: terms to fall back on, last: it may go on}
  const conceptsOf = (text, locale, goesOn) => {
    const typed = text.slice(0, LONGEST_TEXT);
    const found = kb.words(typed);
    const concepts = [];
    const seen = new Set();
    found.forEach(({ word, end }, n) => {
      const last = goesOn && n === found.length - 1 && end === typed.length;
      if (seen.has(word) && !last) return;
      seen.add(word);
      const own = kb.termsOf(word, locale);
      const foreign = kb.termsOf(word, OTHER[locale]);
      const stopWord = !own.length || !foreign.length;
      if (stopWord) concepts.sentence = true;
      if (stopWord && !(last && found.length === 1)) return;
      const concept = { word: kb.fold(word), typed: word, code: isCode(word), last, terms: new Map(), parts: [] };
      if (concept.code) {
        const squeezed = concept.word.replace(/[-./_:]/g, "");
        for (const term of own) {
          if (term === concept.word || term === squeezed) concept.terms.set(term, 1);
          else concept.parts.push(term);
        }
      } else {
        for (const term of foreign) concept.terms.set(term, FACTOR.otherLocale);
        for (const term of own) concept.terms.set(term, 1);
        // Two forms of one word ask for one thing.
        const twin = concepts.findIndex((one) => !one.code && own.some((term) => one.terms.get(term) === 1));
        if (twin >= 0 && !last) return;
        if (twin >= 0) concepts.splice(twin, 1);
      }
      concepts.push(concept);
    });
    return concepts;
  };

  // Terms that `word` may be a misspelling of, cheapest first. What is left over of the typed word behind a
  // term is its ending, as the lexicon holds stems.
  const spellings = async (shelf, letters, { word, stem, last, limit }) => {
    const found = [];
    const stemEnd = word.startsWith(stem) ? stem.length : word.length;
    await shelf.eachShard(letters, ({ terms, counts, lengths, offsets, shards: files }) => {
      for (let n = 0; n < terms.length; n++) {
        const term = terms[n];
        if (term.length < 3 || term.length > word.length + limit + (last ? 12 : 0)) continue;
        if (term.length < word.length - limit - 5 || 2 * term.length < word.length || !LETTERS.test(term)) continue;
        const distances = kb.distances(term, word, limit);
        if (!distances) continue;
        let cost = last ? distances.begun + 0.2 : Infinity;
        for (let j = Math.max(3, word.length - 5); j <= word.length; j++) {
          const left = Math.abs(j - stemEnd);
          const total = distances.costs[j] + (distances.costs[j] > limit ? 99 : 0) + 0.15 * Math.min(left, word.length - j);
          if (total < cost) cost = total;
        }
        if (cost > limit + 0.8) continue;
        if (term[0] !== word[0]) cost += 0.3;
        found.push({ cost, term, count: counts[n], length: lengths[n], offset: offsets[n], shard: files[n] });
      }
    });
    found.sort((a, b) => a.cost - b.cost || b.count - a.count || (a.term < b.term ? -1 : 1));
    return found;
  };

  const misspelt = async (shelf, concept, locale) => {
    const limit = kb.slipsIn(concept.word.length);
    if (!limit || concept.code) return [];
    const stem = kb.fold(kb.stem(concept.typed, locale));
    const wanted = { word: concept.word, stem, last: concept.last, limit };
    const begins = [...new Set([concept.word[0], concept.word[1]])];
    let found = await spellings(shelf, begins, wanted);
    if (!found.length) found = await spellings(shelf, null, wanted);
    return found.filter(({ cost }) => cost <= found[0].cost + 0.35).slice(0, 4);
  };

  // Adds to a concept the entries of the lexicon that stand for it: `entries` is a list of {entry, factor}.
  const resolve = async (shelf, concept, locale, tried) => {
    const entries = await Promise.all(
      [...concept.terms].map(async ([term, factor]) => ({ entry: await shelf.find(term), factor })),
    );
    concept.entries = entries.filter(({ entry }) => entry);
    if (concept.last) {
      const known = new Set(concept.entries.map(({ entry }) => entry.term));
      const endings = (await shelf.beginning(concept.word, 3)).filter(({ term }) => !known.has(term));
      endings.sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1));
      for (const entry of endings.slice(0, MOST_ENDINGS)) concept.entries.push({ entry, factor: FACTOR.ending, ending: true });
    }
    if (!concept.entries.length) await correct(shelf, concept, locale, tried);
    return concept;
  };

  // Looks for what a word is a misspelling of; false when there is nothing.
  const correct = async (shelf, concept, locale, tried, factor = FACTOR.spelling) => {
    const found = await misspelt(shelf, concept, locale);
    for (const entry of found)
      concept.entries.push({ entry, factor: factor * (1 - 0.12 * entry.cost) });
    if (found.length) tried.push({ from: concept.typed, to: found.map(({ term }) => term) });
    return found.length > 0;
  };
  kb.correct = correct;

  // Parts of a code that is unknown as a whole become concepts of their own.
  const withParts = async (shelf, concepts, locale, tried) => {
    const known = [];
    for (const concept of concepts) {
      if (concept.entries.length || !concept.parts.length) known.push(concept);
      else
        for (const term of concept.parts) {
          const part = { word: term, typed: term, code: isCode(term), last: false, terms: new Map([[term, 1]]), parts: [] };
          known.push(await resolve(shelf, part, locale, tried));
        }
    }
    return known;
  };

  // Equivalent phrases of the glossary that stand in the question: {at, length, phrases: [{phrase, terms}]}.
  const equivalents = (glossary, concepts) => {
    const found = [];
    const wordsOf = (phrase, locale) =>
      kb.words(phrase).map(({ word }) => kb.termsOf(word, locale)).filter((terms) => terms.length);
    for (const group of glossary) {
      const phrases = group.flatMap((list, n) =>
        list.map((phrase) => ({ phrase, terms: wordsOf(phrase, n ? "fr" : "en") })),
      );
      for (const said of phrases) {
        const length = said.terms.length;
        if (!length) continue;
        for (let at = 0; at + length <= concepts.length; at++) {
          const holds = said.terms.every((terms, n) => terms.some((term) => concepts[at + n].terms.has(term)));
          if (holds) found.push({ at, length, from: said.phrase, phrases: phrases.filter((one) => one !== said) });
        }
      }
    }
    return found;
  };

  // {concepts, equivalents, tried}: concepts with their entries; the rarest when there are too many.
  kb.ask = async (shelf, text, locale, goesOn) => {
    const tried = [];
    const all = conceptsOf(text, locale, goesOn);
    let concepts = all.slice(0, MOST_WORDS * 4);
    await Promise.all(concepts.map((concept) => resolve(shelf, concept, locale, tried)));
    concepts = await withParts(shelf, concepts, locale, tried);
    if (concepts.length > MOST_WORDS) {
      const countOf = (concept) => Math.max(0, ...concept.entries.map(({ entry }) => entry.count));
      const rare = new Set(concepts.filter(countOf).sort((a, b) => countOf(a) - countOf(b)).slice(0, MOST_WORDS));
      concepts = concepts.filter((concept) => rare.has(concept));
    }
    return { concepts, equivalents: equivalents(shelf.meta.glossary, concepts), tried, sentence: all.sentence === true, factor: FACTOR.glossary };
  };
})();
