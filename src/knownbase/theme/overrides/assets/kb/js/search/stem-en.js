// The English stemmer of Snowball 3 (Porter2), written from its definition:
// https://snowballstem.org/algorithms/english/stemmer.html
//
//   org anis a tions     R1: behind the first consonant that follows a vowel. R2: the same within R1.
//       └ R1  └ R2       Most suffixes go only where they lie in R1 or R2.
//
// A y that is a consonant is written Y meanwhile. Our words hold no apostrophes, so the rules for them are left out.
(() => {
  "use strict";
  const kbSearch = (globalThis.kbSearch ??= {});

  const irregular = new Map(
    (
      "skis:ski skies:sky idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl " +
      "andes atlas bias cosmos howe news sky"
    )
      .split(" ")
      .map((pair) => pair.split(":"))
      .map(([word, stem = word]) => [word, stem]),
  );

  const region1 = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers|[^aeiouy]*[aeiouy]+[^aeiouy])/u;
  const region2 = /[^aeiouy]*[aeiouy]+[^aeiouy]/uy;
  const shortSyllable = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/u;

  // "stem:suffix suffix …" → a pattern for the longest suffix, and what takes the place of each.
  const table = (text) => {
    const stems = new Map();
    for (const line of text.split(" ")) {
      const [stem, suffixes] = line.split(":");
      for (const suffix of suffixes.split(",")) stems.set(suffix, stem);
    }
    return { longest: new RegExp(`(?:${[...stems.keys()].join("|")})$`), stems };
  };
  const step2 = table(
    "tion:tional ence:enci ance:anci able:abli ent:entli ize:izer,ization ate:ational,ation,ator " +
      "al:alism,aliti,alli ful:fulness,fulli ous:ousli,ousness ive:iveness,iviti ble:biliti,bli " +
      "og:ogist log:logi less:lessli :li",
  );
  const step3 = table("ic:icate,iciti,ical :ative,ful,ness al:alize tion:tional ate:ational");
  const step4 = /(?:al|[ae]nce|er|ic|[ai]ble|(?:e?m)?ent|ant|ism|ate|iti|ous|ive|ize|ion)$/;

  const plural = (word) => {
    if (word.endsWith("sses")) return word.slice(0, -2);
    if (/ie[ds]$/.test(word)) return word.slice(0, /^.?ie.$/u.test(word) ? -1 : -2);
    return /[aeiouy].+(?<![us])s$/u.test(word) ? word.slice(0, -1) : word;
  };

  const pastOrGerund = (word, r1) => {
    const suffix = /(?:e?ed|ing)(?:ly)?$/.exec(word);
    if (!suffix) return word;
    const rest = word.slice(0, suffix.index);
    if (suffix[0].startsWith("ee"))
      return suffix.index < r1 || /^(?:succ|proc|exc)$/.test(rest) ? word : `${rest}ee`;
    if (suffix[0].startsWith("ing")) {
      if (/^[^aeiouy]y$/u.test(rest)) return `${rest.slice(0, -1)}ie`;
      if (/^(?:even|cann|inn|earr|herr|out)$/.test(rest)) return word;
    }
    if (!/[aeiouy]/.test(rest)) return word;
    if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
    if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return /^[aeo]..$/.test(rest) ? rest : rest.slice(0, -1);
    return rest.length === r1 && shortSyllable.test(rest) ? `${rest}e` : rest;
  };

  const derived = (word, { longest, stems }, r1, r2) => {
    const suffix = longest.exec(word);
    if (!suffix || suffix.index < r1) return word;
    const rest = word.slice(0, suffix.index);
    if (suffix[0] === "li" && !/[cdeghkmnrt]$/.test(rest)) return word;
    if (suffix[0] === "ative" && suffix.index < r2) return word;
    return rest + stems.get(suffix[0]);
  };

  const bare = (word, r2) => {
    const suffix = step4.exec(word);
    if (!suffix || suffix.index < r2) return word;
    const rest = word.slice(0, suffix.index);
    return suffix[0] === "ion" && !/[st]$/.test(rest) ? word : rest;
  };

  const ending = (word, r1, r2) => {
    const last = word.length - 1;
    const rest = word.slice(0, -1);
    if (word.endsWith("e")) return last >= r2 || (last >= r1 && !shortSyllable.test(rest)) ? rest : word;
    return word.endsWith("ll") && last >= r2 ? rest : word;
  };

  /** @param {string} word lower case, no apostrophe @returns {string} its stem */
  const stem = (word) => {
    if (irregular.has(word)) return irregular.get(word);
    if (/^..?$/u.test(word)) return word;
    word = word.replace(/^y|([aeiouy])y/g, "$1Y");
    const r1 = region1.exec(word)?.[0].length ?? word.length;
    region2.lastIndex = r1;
    const r2 = region2.test(word) ? region2.lastIndex : word.length;
    word = pastOrGerund(plural(word), r1).replace(/(.[^aeiouy])[yY]$/u, "$1i");
    word = derived(derived(word, step2, r1), step3, r1, r2);
    return ending(bare(word, r2), r1, r2).replaceAll("Y", "y");
  };

  (kbSearch.stem ??= {}).en = stem;
})();
