// The French stemmer of Snowball 3, written from its definition:
// https://snowballstem.org/algorithms/french/stemmer.html
//
//   con tin u ellement    RV: behind the first vowel that is not the first letter (with exceptions).
//   └───┴ RV              R1: behind the first consonant that follows a vowel. R2: the same within R1.
//
// Vowels that act as consonants are written I, U, Y meanwhile; ë and ï as He and Hi, which no suffix crosses.
// Our words hold no apostrophes, so the rule for elisions is left out.
(() => {
  "use strict";
  const kbSearch = (globalThis.kbSearch ??= {});

  const v = "aeiouyàâèéêëîïôùû";
  const consonantal = new RegExp(`([${v}])([iu])(?=[${v}])|([${v}])y|y(?=[${v}])|qu`, "g");
  const regionV = new RegExp(`^(?:[${v}]{2}.|col|par|tap|ni[${v}]|.[^${v}]*[${v}])`, "u");
  const region = new RegExp(`[^${v}]*[${v}]+[^${v}]`, "uy");
  const vowelAtEnd = new RegExp(`[${v}]$`);
  const accentBeforeEnd = new RegExp(`[éè]([^${v}]+)$`);

  const ending = (suffixes) => new RegExp(`(?:${suffixes})$`);
  const standard = ending(
    "(?:iqUe|atrice|[ae]nce|logie|able|isme|euse|iste|ive|if|usion|[au]tion|ateur|(?:(?:iss)?e)?ment|ité)s?|" +
      "[ae]mment|e?aux|eux|oux",
  );
  const beforeEment = /(?:iqU|abl|[Ii]èr|eus|iv)$/;
  const verbInI = ending(
    "i(?:e?s?|[rt]|r(?:a[is]?|ai(?:s|t|ent)|ions|ons|ont|ent|iez|ez))|" +
      "iss(?:es?|antes?|ants?|ai[st]|aIent|ions|ons|ent|iez|ez)|î(?:mes|tes|t)",
  );
  const verb = ending("x");
  const residual = /(?:[Ii]ère?|ion|e)$/;
})();
