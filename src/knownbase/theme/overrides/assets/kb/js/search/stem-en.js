// The English stemmer of Snowball 3 (Porter2), written from its definition:
// https://snowballstem.org/algorithms/english/stemmer.html
//
//   org|an|isations      R1: behind the first consonant that follows a vowel; R2: the same again, within R1.
//                        Most suffixes go only where they lie in R1 or in R2.
//
// A consonant y is written Y meanwhile. Our words hold no apostrophes, so the rules for them are left out.
(() => {
  "use strict";
  const kbSearch = (globalThis.kbSearch ??= {});

  const irregular = new Map(
    (
      "andes atlas bias cosmos howe news sky skis:ski skies:sky " +
      "idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl"
    )
      .split(" ")
      .map((pair) => pair.split(":"))
      .map(([word, stem = word]) => [word, stem]),
  );

  const region1 = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers|[^aeiouy]*[aeiouy]+[^aeiouy])/u;
  const region2 = /[^aeiouy]*[aeiouy]+[^aeiouy]/uy;
  const shortSyllable = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/u;

  // "new:old,old …" → a pattern for the longest suffix (the leftmost match is the longest), and what replaces each.
  const table = (text) => {
    const replacement = new Map();
    for (const line of text.split(" ")) {
      const [new_, old] = line.split(":");
      for (const suffix of old.split(",")) replacement.set(suffix, new_);
    }
    return { longest: new RegExp(`(?:${[...replacement.keys()].join("|")})$`), replacement };
  };
  const step2 = table(
    "tion:tional ence:enci ance:anci able:abli ent:entli ize:izer,ization ate:ational,ation,ator " +
      "al:alism,aliti,alli ful:fulness,fulli ous:ousli,ousness ive:iveness,iviti ble:biliti,bli " +
      "og:ogist,ogi less:lessli :li",
  );
  const step3 = table("tion:tional ate:ational al:alize ic:icate,iciti,ical :ative,ful,ness");
  const step4 = /(?:al|[ae]nce|er|ic|[ai]ble|ant|(?:e?m)?ent|ism|ate|iti|ous|ive|ize|ion)$/;

  const withoutPlural = (word) => {
    if (word.endsWith("sses")) return word.slice(0, -2);
    if (/ie[ds]$/.test(word)) return word.slice(0, /^.?ie.$/u.test(word) ? -1 : -2);
    return /[aeiouy].*[^us]s$/u.test(word) ? word.slice(0, -1) : word;
  };

  const withoutPast = (word, r1) => {
    const suffix = /(?:e?ed|ing)(?:ly)?$/.exec(word);
    if (!suffix) return word;
    const rest = word.slice(0, suffix.index);
    if (suffix[0].startsWith("ee"))
      return suffix.index < r1 || /^(?:succ|proc|exc)$/.test(rest) ? word : `${rest}ee`;
    if (suffix[0] === "ing") {
      if (/^[^aeiouy]y$/u.test(rest)) return `${rest.slice(0, -1)}ie`;
      if (/^(?:even|cann|inn|earr|herr|out)$/.test(rest)) return word;
    }
    if (!/[aeiouy]/.test(rest)) return word;
    if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
    if (/([bdfgmnprt])\1$/.test(rest)) return /^[aeo]..$/.test(rest) ? rest : rest.slice(0, -1);
    return rest.length === r1 && shortSyllable.test(rest) ? `${rest}e` : rest;
  };

  // What must stand before a suffix, or how far it must lie to the right.
  const allowed = (suffix, rest, r2) => {
    if (suffix === "li") return /[cdeghkmnrt]$/.test(rest);
    if (suffix === "ogi") return rest.endsWith("l");
    if (suffix === "ion") return /[st]$/.test(rest);
    return suffix !== "ative" || rest.length >= r2;
  };

  const replaced = (word, { longest, replacement }, region, r2) => {
    const suffix = longest.exec(word);
    if (!suffix || suffix.index < region) return word;
    const rest = word.slice(0, suffix.index);
    return allowed(suffix[0], rest, r2) ? rest + (replacement?.get(suffix[0]) ?? "") : word;
  };

  const withoutEnd = (word, r1, r2) => {
    const rest = word.slice(0, -1);
    const place = rest.length;
    if (word.endsWith("e")) return place >= r2 || (place >= r1 && !shortSyllable.test(rest)) ? rest : word;
    return word.endsWith("ll") && place >= r2 ? rest : word;
  };

  const stem = (written) => {
    if (irregular.has(written)) return irregular.get(written);
    if (/^..?$/u.test(written)) return written;
    let word = written.replace(/^y|([aeiouy])y/g, "$1Y");
    const r1 = region1.exec(word)?.[0].length ?? word.length;
    region2.lastIndex = r1;
    const r2 = region2.test(word) ? region2.lastIndex : word.length;
    word = withoutPast(withoutPlural(word), r1).replace(/(.[^aeiouy])[yY]$/u, "$1i");
    word = replaced(word, step2, r1, r2);
    word = replaced(word, step3, r1, r2);
    word = replaced(word, { longest: step4 }, r2, r2);
    return withoutEnd(word, r1, r2).replaceAll("Y", "y");
  };

  /** The stem of a lower-case word without apostrophes. @type {{[locale: string]: (word: string) => string}} */
  kbSearch.stem = { ...kbSearch.stem, en: stem };
})();
