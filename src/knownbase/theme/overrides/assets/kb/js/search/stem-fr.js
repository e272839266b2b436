// The French stemmer of Snowball 3, written from its definition:
// https://snowballstem.org/algorithms/french/stemmer.html
//
//   RV: behind the first vowel after the first letter, with exceptions. R1: behind the first consonant that follows
//   a vowel; R2: the same again, within R1. Most suffixes go only where they lie in one of these.
//
// A vowel that acts as a consonant is written U, I or Y meanwhile; ë and ï are He and Hi, which no suffix crosses.
// Our words hold no apostrophes, so the rule for elisions is left out.
(() => {
  "use strict";
  const kbSearch = (globalThis.kbSearch ??= {});

  const v = "[aeiouyàâèéêëîïôùû]";
  const c = v.replace("[", "[^");
  const consonantal = new RegExp(`${v}(?:[iu](?=${v})|y)|y(?=${v})|qu`, "g");
  const regionV = new RegExp(`^(?:${v}{2}.|col|par|tap|ni${v}|.${c}*${v})`, "u");
  const region = new RegExp(`${c}*${v}+${c}`, "uy");
  const vowelLast = new RegExp(`${v}$`);
  const accentLast = new RegExp(`[éè](${c}+)$`, "u");

  // The leftmost match of each is the longest suffix.
  const standard =
    /(?:(?:iqUe|atrice|ateur|[ae]nce|logie|able|is[mt]e|euse|ive|if|usion|[au]tion|(?:(?:iss)?e)?ment|ité)s?|[ae]mment|e?aux|eux|oux)$/;
  const verbInI =
    /(?:i(?:es?|s|t)?|ir(?:a|ai|aIent|ais|ait|as|ent|ez|iez|ions|ons|ont)?|iss(?:aIent|ais|ait|antes?|ants?|ent|es?|ez|iez|ions|ons)|î(?:mes|t|tes))$/;
  const verb =
    /(?:(ions)|(ais(?:es?)?)|(a|ai|aIent|ait|antes?|ants?|as|ass(?:ent|es?|iez|ions)|â(?:mes|t|tes))|eais|ée?s?|èrent|er(?:a|ai|aIent|ais|ait|as|ez|iez|ions|ons|ont)?|i?ez)$/;
  const residual = /(?:[Ii](?:er|ère)|ion|e)$/;

  const unmarked = { He: "ë", Hi: "ï", H: "", I: "i", U: "u", Y: "y" };

  const regionsOf = (word) => {
    const rv = regionV.exec(word)?.[0].length ?? word.length;
    region.lastIndex = 0;
    const r1 = region.test(word) ? region.lastIndex : word.length;
    region.lastIndex = r1;
    const r2 = region.test(word) ? region.lastIndex : word.length;
    return { rv, r1, r2 };
  };

  // `word` without `end`, where it has that end and the end lies in the region; else with `instead` in its place.
  const without = (word, end, from, instead = end) => {
    if (!word.endsWith(end)) return word;
    const rest = word.slice(0, -end.length);
    return rest.length >= from ? rest : rest + instead;
  };

  const beforeIte = (rest, r2) => {
    const inner = /(?:abil|ic|iv)$/.exec(rest)?.[0];
    return inner ? without(rest, inner, r2, { abil: "abl", ic: "iqU" }[inner]) : rest;
  };

  const beforeEment = (rest, { rv, r1, r2 }) => {
    const inner = /(?:iqU|abl|[Ii]èr|eus|iv)$/.exec(rest);
    if (!inner) return rest;
    const left = rest.slice(0, inner.index);
    const place = left.length;
    if (inner[0].endsWith("èr")) return place >= rv ? `${left}i` : rest;
    if (place >= r2) return inner[0] === "iv" ? without(left, "at", r2) : left;
    return inner[0] === "eus" && place >= r1 ? `${left}eux` : rest;
  };

  // What the word becomes, and whether the verb suffixes are left alone then; null where nothing applies.
  const withoutStandard = (word, regions) => {
    const { rv, r1, r2 } = regions;
    const found = standard.exec(word);
    if (!found) return null;
    const rest = word.slice(0, found.index);
    const place = rest.length;
    const noun = (stem, from) => (place >= from ? { word: stem, done: true } : null);
    const suffix = found[0].replace(/s$/, "");
    switch (suffix) {
      case "eaux":
        return noun(`${rest}eau`, 0);
      case "aux":
        return noun(`${rest}al`, r1);
      case "oux":
        return /[bhjlnp]$/.test(rest) ? noun(`${rest}ou`, 0) : null;
      case "euse":
        return noun(rest, r2) ?? noun(`${rest}eux`, r1);
      case "logie":
        return noun(`${rest}log`, r2);
      case "usion":
      case "ution":
        return noun(`${rest}u`, r2);
      case "ence":
        return noun(`${rest}ent`, r2);
      case "atrice":
      case "ateur":
      case "ation":
        return noun(without(rest, "ic", r2, "iqU"), r2);
      case "if":
      case "ive": {
        const left = without(rest, "at", r2);
        return noun(left === rest ? rest : without(left, "ic", r2, "iqU"), r2);
      }
      case "ité":
        return noun(beforeIte(rest, r2), r2);
      case "ement":
        return noun(beforeEment(rest, regions), rv);
      case "issement":
        return place && !vowelLast.test(rest) ? noun(rest, r1) : null;
      case "amment":
      case "emment":
        return place >= rv ? { word: `${rest}${suffix[0]}nt`, done: false } : null;
      case "ment":
        return vowelLast.test(rest) && place > rv ? { word: rest, done: false } : null;
      default: // iqUe ance able isme iste eux
        return noun(rest, r2);
    }
  };

  // The same for a verb's ending; only what lies in RV is looked at.
  const withoutVerbInI = (word, { rv }) => {
    const found = verbInI.exec(word.slice(rv));
    if (!found) return null;
    const place = rv + found.index;
    return found.index && !/[H]$/.test(word.slice(0, place)) && !vowelLast.test(word.slice(0, place))
      ? word.slice(0, place)
      : null;
  };

  const withoutVerb = (word, { rv, r2 }) => {
    const found = verb.exec(word.slice(rv));
    if (!found) return null;
    const [, ions, ais, a] = found;
    const place = rv + found.index;
    const rest = word.slice(0, place);
    if (ions && place < r2) return null;
    if (ais && /(?:^.al|épl|auv)$/u.test(rest)) return null;
    return a && found.index && rest.endsWith("e") ? rest.slice(0, -1) : rest;
  };

  const withoutResidue = (written, { rv, r2 }) => {
    const word = /(?:Hi|[^aiousè])s$/.test(written) ? written.slice(0, -1) : written;
    const found = residual.exec(word.slice(rv));
    if (!found) return word;
    const rest = word.slice(0, rv + found.index);
    if (found[0] === "e") return rest;
    if (found[0] !== "ion") return `${rest}i`;
    return found.index && rest.length >= r2 && /[st]$/.test(rest) ? rest : word;
  };

  const stem = (written) => {
    const marked = written
      .replace(consonantal, (run) => run.slice(0, -1) + run.at(-1).toUpperCase())
      .replaceAll("ë", "He")
      .replaceAll("ï", "Hi");
    const regions = regionsOf(marked);
    const noun = withoutStandard(marked, regions) ?? { word: marked, done: false };
    const verbal = noun.done
      ? noun.word
      : (withoutVerbInI(noun.word, regions) ?? withoutVerb(noun.word, regions));
    const word =
      verbal === null ? withoutResidue(noun.word, regions) : verbal.replace(/[Yç]$/, (end) => (end === "Y" ? "i" : "c"));
    return word
      .replace(/(?:enn|onn|ett|e[i]?ll)$/, (end) => end.slice(0, -1))
      .replace(accentLast, "e$1")
      .replace(/He|Hi|[HIUY]/g, (mark) => unmarked[mark]);
  };

  kbSearch.stem = { ...kbSearch.stem, fr: stem };
})();
