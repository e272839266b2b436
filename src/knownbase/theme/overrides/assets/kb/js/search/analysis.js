// Words → the terms that are asked for. The same as terms_of() and terms() in search/analysis.py, which says why.
(() => {
  "use strict";
  const kbSearch = (globalThis.kbSearch ??= {});
  const { fold, stem } = kbSearch;

  const longest = 40; // code points of a term
  const kept = 20_000; // words whose terms are remembered, for each language
  const list = (text) => new Set(text.split(" "));

  /** Folded words that say nothing. @type {{[locale: string]: Set<string>}} */
  kbSearch.stopWords = {
    en: list(
      "a am an and are as at be been but by can cannot could did do does for from had has have he her him his how i " +
        "if in into is it its me my no not of on or our she should so such than that the their them then there these " +
        "they this those to us was we were what when where which who why will with would you your " +
        "arent cant couldnt didnt doesnt dont hasnt havent isnt shouldnt wasnt werent wont wouldnt",
    ),
    fr: list(
      "a ai as au aux avec avez avons ce cela ces cet cette comment d dans de des dois doit donc du elle elles en est " +
        "et ete etre eu faut il ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on " +
        "ont ou par pas peut peux pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa se " +
        "ses si son sont sur t ta te tes toi ton tu un une vos votre vous y",
    ),
  };

  const lettered = (word) => /\p{L}/u.test(word);
  const many = (word) => /../u.test(word);
  const inversion = /(?:-t|(t))-(?:elles?|ils?|on)$|-(?:ce|ci|je|la|le|les|leur|lui|là|moi|nous|tu|vous)$/;

  const plain = (word, locale, keepStopWords) => {
    const folded = fold(word);
    if (!keepStopWords && kbSearch.stopWords[locale].has(folded)) return [];
    return [fold(stem[locale](word)), fold(stem[locale](folded))];
  };

  // The parts of a code that are words themselves: not a lone letter, nor the numbers of 5.2.5 or 12:30.
  const inner = (word) => {
    const outer = word.split(/[-/_:]/);
    if (outer.length === 1) return word.split(".").filter((part) => many(part) && lettered(part));
    if (!lettered(word)) return outer.filter((part) => /.../u.test(part));
    return outer.filter((part) => many(part) || !lettered(part));
  };

  const code = (word, locale, keepStopWords) => {
    const parts = word.split(/[-./_:]/);
    if (!keepStopWords && parts.every((part) => kbSearch.stopWords[locale].has(fold(part)))) return [];
    if (parts.length === 1) return [fold(word)];
    const squeezed = parts.join("");
    return [
      fold(word),
      ...(lettered(word) ? [fold(squeezed)] : []),
      ...(/^\p{L}+$/u.test(squeezed) ? plain(squeezed, locale, keepStopWords) : []),
      ...inner(word).flatMap((part) => kbSearch.termsOf(part, locale, keepStopWords)),
    ];
  };

  const cut = (term) => (term.length > longest ? Array.from(term).slice(0, longest).join("") : term);

  const analysed = (written, locale, keepStopWords) => {
    const word = locale === "fr" ? written.replace(inversion, "$1") : written;
    const found = /^\p{L}+$/u.test(word) ? plain : code;
    return [...new Set(found(word, locale, keepStopWords).map(cut))];
  };

  const remembered = new Map();

  /**
   * The different terms of one of `words`; none for a stop word, unless those are kept.
   * @param {string} word
   * @param {"en" | "fr"} locale
   * @param {boolean} [keepStopWords]
   * @returns {readonly string[]}
   */
  kbSearch.termsOf = (word, locale, keepStopWords = false) => {
    const key = `${locale}${keepStopWords ? "+" : " "}${word}`;
    let found = remembered.get(key);
    if (!found) {
      if (remembered.size >= kept) remembered.clear();
      remembered.set(key, (found = analysed(word, locale, keepStopWords)));
    }
    return found;
  };

  /**
   * The terms of every word of a text, in order. A text of stop words only has terms when they are kept.
   * @param {string} text
   * @param {"en" | "fr"} locale
   * @param {boolean} [keepStopWords]
   * @returns {string[]}
   */
  kbSearch.terms = (text, locale, keepStopWords = false) =>
    kbSearch.words(text).flatMap((word) => kbSearch.termsOf(word, locale, keepStopWords));
})();
