// Words → the terms that are indexed and asked for. As analysis.py does it; tests/search/analysis_cases.yaml holds both.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const LONGEST = 40; // code points of a term
  const CACHED = 2000; // words
  const STOP_WORDS = {
    en:
      "a am an and are as at be been but by can cannot could did do does for from had has have he her him his how " +
      "i if in into is it its me my no not of on or our she should so such than that the their them then there " +
      "these they this those to us was we were what when where which who why will with would you your " +
      "arent cant couldnt didnt doesnt dont hasnt havent isnt shouldnt wasnt werent wont wouldnt",
    fr:
      "a ai as au aux avec avez avons ce cela ces cet cette comment d dans de des dois doit donc du elle elles en " +
      "est et ete etre eu faut il ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous " +
      "on ont ou par pas peut peux pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa " +
      "se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y",
  };
  for (const locale of Object.keys(STOP_WORDS)) STOP_WORDS[locale] = new Set(STOP_WORDS[locale].split(" "));
  kb.stopWords = STOP_WORDS;

  const INVERSION =
    /(?:-t|(t))-(?:elles?|ils?|on)$|-(?:ce|ci|je|la|le|les|leur|lui|là|moi|nous|tu|vous)$/;
  const STEM = { en: (word) => kb.stemEnglish(word), fr: (word) => kb.stemFrench(word) };
  const LETTERS = /^\p{L}+$/u;
  const LETTERED = /\p{L}/u;
  const JOINT = /[-./_:]/;
  const OUTER_JOINT = /[-/_:]/;

  // Calls `make` once for a key; forgets everything when there is too much.
  const cached = (make) => {
    const known = new Map();
    return (key, ...rest) => {
      const name = rest.length ? `${rest.join()} ${key}` : key;
      let value = known.get(name);
      if (value === undefined) {
        if (known.size >= CACHED) known.clear();
        known.set(name, (value = make(key, ...rest)));
      }
      return value;
    };
  };

  // The algorithms look at letters, not at halves of them: letters beyond 16 bits get a stand-in.
  const stem = (word, locale) => {
    if (!/[\ud800-\udfff]/.test(word)) return STEM[locale](word);
    const letters = [...new Set(word.match(/[\u{10000}-\u{10ffff}]/gu) ?? [])];
    const short = letters.reduce((text, letter, n) => text.replaceAll(letter, String.fromCharCode(0xe000 + n)), word);
    return STEM[locale](short).replace(/[\ue000-\uefff]/g, (letter) => letters[letter.charCodeAt(0) - 0xe000] ?? letter);
  };
  kb.stem = cached(stem);

  const moreThan = (text, count) => [...text].length > count;

  const plain = (word, locale, keepStopWords) => {
    const folded = kb.fold(word);
    if (!keepStopWords && STOP_WORDS[locale].has(folded)) return [];
    return [kb.fold(kb.stem(word, locale)), kb.fold(kb.stem(folded, locale))];
  };

  // The parts of a code that are words themselves: not a lone letter, nor the numbers of 5.2.5 or 12:30.
  const inner = (word) => {
    const outer = word.split(OUTER_JOINT);
    if (outer.length === 1) return word.split(".").filter((part) => moreThan(part, 1) && LETTERED.test(part));
    if (!LETTERED.test(word)) return outer.filter((part) => moreThan(part, 2));
    return outer.filter((part) => moreThan(part, 1) || !LETTERED.test(part));
  };

  const code = (word, locale, keepStopWords) => {
    const parts = word.split(JOINT);
    if (!keepStopWords && parts.every((part) => STOP_WORDS[locale].has(kb.fold(part)))) return [];
    const found = [kb.fold(word)];
    if (parts.length === 1) return found;
    const squeezed = parts.join("");
    if (LETTERED.test(word)) found.push(kb.fold(squeezed));
    if (LETTERS.test(squeezed)) found.push(...plain(squeezed, locale, keepStopWords));
    for (const part of inner(word)) found.push(...kb.termsOf(part, locale, keepStopWords));
    return found;
  };

  // The different terms of a word; none for a stop word, unless those are kept.
  kb.termsOf = cached((word, locale, keepStopWords = false) => {
    const asked = locale === "fr" && word.includes("-") ? word.replace(INVERSION, (_, t) => t ?? "") : word;
    const found = (LETTERS.test(asked) ? plain : code)(asked, locale, keepStopWords);
    return [...new Set(found.map((term) => (term.length > LONGEST ? [...term].slice(0, LONGEST).join("") : term)))];
  });

  kb.terms = (text, locale, keepStopWords = false) =>
    kb.words(text).flatMap(({ word }) => kb.termsOf(word, locale, keepStopWords));
})();
