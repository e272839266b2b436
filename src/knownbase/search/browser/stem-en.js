// English stems: the Snowball algorithm "english" of Snowball 3, https://snowballstem.org/algorithms/english/stemmer.html
// Words come without apostrophes (words.js), so its steps on them are left out.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const WHOLE = {
    skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli", singly: "singl",
    sky: "sky", news: "news", howe: "howe", atlas: "atlas", cosmos: "cosmos", bias: "bias", andes: "andes",
  };
  const FIRST_REGION = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/;
  const REGION = /[aeiouy][^aeiouy]/g;
  const STEP_2 = {
    tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize",
    ational: "ate", ation: "ate", ator: "ate", alism: "al", aliti: "al", alli: "al", fulness: "ful",
    ousli: "ous", ousness: "ous", iveness: "ive", iviti: "ive", biliti: "ble", bli: "ble", ogist: "og",
    ogi: "og", fulli: "ful", lessli: "less", li: "",
  };
  const STEP_3 = {
    tional: "tion", ational: "ate", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "", ative: "",
  };
  const STEP_4 = ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion"];
  const longest = (endings) => new RegExp(`(?:${[...endings].sort((a, b) => b.length - a.length).join("|")})$`);
  const ENDS_2 = longest(Object.keys(STEP_2));
  const ENDS_3 = longest(Object.keys(STEP_3));
  const ENDS_4 = longest(STEP_4);

  const endsShort = (word) => /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/.test(word);

  const step1a = (word) => {
    const [ending] = /(?:sses|ied|ies|us|ss|s)$/.exec(word) ?? [""];
    const stem = word.slice(0, word.length - ending.length);
    if (ending === "sses") return `${stem}ss`;
    if (ending === "ied" || ending === "ies") return stem + (stem.length > 1 ? "i" : "ie");
    return ending === "s" && /[aeiouy]/.test(stem.slice(0, -1)) ? stem : word;
  };

  const step1b = (word, p1) => {
    const [ending] = /(?:eedly|ingly|eed|edly|ing|ed)$/.exec(word) ?? [""];
    const stem = word.slice(0, word.length - ending.length);
    if (!ending) return word;
    if (ending.startsWith("eed")) return !/^(?:proc|exc|succ)$/.test(stem) && stem.length >= p1 ? `${stem}ee` : word;
    if (ending === "ing") {
      if (/^[^aeiouy]y$/.test(stem)) return `${stem[0]}ie`;
      if (/^(?:inn|out|cann|herr|earr|even)$/.test(stem)) return word;
    }
    if (!/[aeiouy]/.test(stem)) return word;
    if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
    if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) return /^[aeo]..$/.test(stem) ? stem : stem.slice(0, -1);
    return stem.length === p1 && endsShort(stem) ? `${stem}e` : stem;
  };

  // Replaces the longest of some endings when it lies behind `from` and `allowed` agrees.
  const replaced = (word, pattern, from, endings, allowed) => {
    const [ending] = pattern.exec(word) ?? [""];
    const stem = word.slice(0, word.length - ending.length);
    return ending && stem.length >= from && allowed(ending, stem) ? stem + endings[ending] : word;
  };

  const step4 = (word, p2) => {
    const [ending] = ENDS_4.exec(word) ?? [""];
    const stem = word.slice(0, word.length - ending.length);
    return ending && stem.length >= p2 && (ending !== "ion" || /[st]$/.test(stem)) ? stem : word;
  };

  const step5 = (word, p1, p2) => {
    const stem = word.slice(0, -1);
    if (word.endsWith("e") && (stem.length >= p2 || (stem.length >= p1 && !endsShort(stem)))) return stem;
    return word.endsWith("ll") && stem.length >= p2 ? stem : word;
  };

  kb.stemEnglish = (word) => {
    if (Object.hasOwn(WHOLE, word)) return WHOLE[word];
    if (word.length < 3) return word;
    // A y at the beginning or behind a vowel is a consonant: Y.
    let stem = word.replace(/^y/, "Y");
    for (let n = 1; n < stem.length; n++)
      if (stem[n] === "y" && /[aeiouy]/.test(stem[n - 1])) stem = `${stem.slice(0, n)}Y${stem.slice(n + 1)}`;
    const regionAfter = (from) => {
      REGION.lastIndex = from;
      return REGION.test(stem) ? REGION.lastIndex : stem.length;
    };
    const p1 = FIRST_REGION.exec(stem)?.[0].length ?? regionAfter(0);
    const p2 = regionAfter(p1);

    stem = step1b(step1a(stem), p1);
    if (/.[^aeiouy][yY]$/s.test(stem)) stem = `${stem.slice(0, -1)}i`;
    stem = replaced(stem, ENDS_2, p1, STEP_2, (ending, before) =>
      ending === "ogi" ? before.endsWith("l") : ending !== "li" || /[cdeghkmnrt]$/.test(before),
    );
    stem = replaced(stem, ENDS_3, p1, STEP_3, (ending, before) => ending !== "ative" || before.length >= p2);
    return step5(step4(stem, p2), p1, p2).replaceAll("Y", "y");
  };
})();
