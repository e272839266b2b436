// French stems: the Snowball algorithm "french" of Snowball 3, https://snowballstem.org/algorithms/french/stemmer.html
// Words come without apostrophes (words.js), so its step on elisions is left out.
// Capitals mark letters that are no vowels where they stand: U, I, Y; H stands before the e or i of ë and ï.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  const V = "aeiouyâàëéêèïîôûù";
  const longest = (text) => new RegExp(`(?:${text.split(" ").sort((a, b) => b.length - a.length).join("|")})$`);
  const VOWEL = new RegExp(`[${V}]`);
  const REGION = new RegExp(`[${V}][^${V}]`, "g");
  const FIRST_VOWELS = new RegExp(`^(?:[${V}]{2}[^]|par|col|tap|ni[${V}]|[^][^${V}]*[${V}])`);
  const STANDARD = longest(
    "ance iqUe isme able iste eux ances iqUes ismes ables istes atrice ateur ation atrices ateurs ations logie logies " +
      "usion ution usions utions ence ences ement ements ité ités if ive ifs ives eaux aux oux euse euses issement " +
      "issements amment emment ment ments",
  );
  const I_VERB = longest(
    "îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent " +
      "issais issait issant issante issantes issants isse issent isses issez issiez issions issons it",
  );
  const VERB = longest(
    "ions é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez âmes ât âtes a " +
      "ai aIent ait ant ante antes ants as asse assent asses assiez assions ais aise aises eais",
  );
  const VERB_IN_A = /^(?:âmes|ât|âtes|a|ai|aIent|ait|ante?s?|as|asses?|assent|assiez|assions)$/;
  const RESIDUAL = longest("ion ier ière Ier Ière e");
  const UNACCENT = new RegExp(`[éè]([^${V}]+)$`);

  const endingOf = (pattern, text) => pattern.exec(text)?.[0] ?? "";

  // Vowels that are consonants where they stand are marked; what is marked does not count as a vowel further on.
  const marked = (word) => {
    let text = word;
    const vowel = (at) => at < text.length && VOWEL.test(text[at]);
    const put = (at, letters) => (text = text.slice(0, at) + letters + text.slice(at + 1));
    for (let n = 0; n < text.length; ) {
      const next = text[n + 1];
      if (vowel(n) && (next === "u" || next === "i") && vowel(n + 2)) put(n + 1, next.toUpperCase());
      else if (vowel(n) && next === "y") put(n + 1, "Y");
      else if (text[n] === "ë") put(n, "He");
      else if (text[n] === "ï") put(n, "Hi");
      else if (text[n] === "y" && vowel(n + 1)) put(n, "Y");
      else if (text[n] === "q" && next === "u") put(n + 1, "U");
      else n++;
    }
    return text;
  };

  const unmarked = (text) =>
    text.replace(/He|Hi|[IUYH]/g, (mark) => ({ He: "ë", Hi: "ï", I: "i", U: "u", Y: "y", H: "" })[mark]);

  class Word {
    constructor(word) {
      this.text = marked(word);
      const size = this.text.length;
      this.pV = FIRST_VOWELS.exec(this.text)?.[0].length ?? size;
      const regionAfter = (from) => {
        REGION.lastIndex = from;
        return REGION.test(this.text) ? REGION.lastIndex : size;
      };
      this.p1 = regionAfter(0);
      this.p2 = regionAfter(this.p1);
    }

    // What stands before an ending of so many letters.
    before(length) {
      return this.text.slice(0, this.text.length - length);
    }

    // Takes an ending off, or replaces it, where it lies behind `from`; says whether it did.
    cut(ending, from, by = "") {
      const stem = this.before(ending.length);
      if (!this.text.endsWith(ending) || stem.length < from) return false;
      this.text = stem + by;
      return true;
    }

    // True when it changed the word in a way that ends the search for endings.
    standardSuffix() {
      const ending = endingOf(STANDARD, this.text);
      const stem = this.before(ending.length);
      const { pV, p1, p2 } = this;
      const icOrIqU = () => this.text.endsWith("ic") && (this.cut("ic", p2) || this.cut("ic", 0, "iqU"));
      switch (ending) {
        case "":
          return false;
        case "atrice": case "atrices": case "ateur": case "ateurs": case "ation": case "ations":
          if (!this.cut(ending, p2)) return false;
          icOrIqU();
          return true;
        case "logie": case "logies":
          return this.cut(ending, p2, "log");
        case "usion": case "usions": case "ution": case "utions":
          return this.cut(ending, p2, "u");
        case "ence": case "ences":
          return this.cut(ending, p2, "ent");
        case "ement": case "ements":
          if (!this.cut(ending, pV)) return false;
          if (this.text.endsWith("iv")) {
            if (this.cut("iv", p2)) this.cut("at", p2);
          } else if (this.text.endsWith("eus")) {
            if (!this.cut("eus", p2)) this.cut("eus", p1, "eux");
          } else if (/(?:abl|iqU)$/.test(this.text)) this.cut(this.text.slice(-3), p2);
          else if (/[iI]èr$/.test(this.text)) this.cut(this.text.slice(-3), pV, "i");
          return true;
        case "ité": case "ités":
          if (!this.cut(ending, p2)) return false;
          if (this.text.endsWith("abil")) {
            if (!this.cut("abil", p2)) this.cut("abil", 0, "abl");
          } else if (this.text.endsWith("iv")) this.cut("iv", p2);
          else icOrIqU();
          return true;
        case "if": case "ifs": case "ive": case "ives":
          if (!this.cut(ending, p2)) return false;
          if (this.cut("at", p2)) icOrIqU();
          return true;
        case "eaux":
          return this.cut(ending, 0, "eau");
        case "aux":
          return this.cut(ending, p1, "al");
        case "oux":
          return /[bhjlnp]$/.test(stem) && this.cut(ending, 0, "ou");
        case "euse": case "euses":
          return this.cut(ending, p2) || this.cut(ending, p1, "eux");
        case "issement": case "issements":
          return stem !== "" && !VOWEL.test(stem.at(-1)) && this.cut(ending, p1);
        // These leave a verb's form behind, whose ending is looked at next.
        case "amment":
          this.cut(ending, pV, "ant");
          return false;
        case "emment":
          this.cut(ending, pV, "ent");
          return false;
        case "ment": case "ments":
          if (stem !== "" && VOWEL.test(stem.at(-1)) && stem.length - 1 >= pV) this.cut(ending, 0);
          return false;
        default:
          return this.cut(ending, p2);
      }
    }

    iVerbSuffix() {
      const region = this.text.slice(this.pV);
      const ending = endingOf(I_VERB, region);
      const last = region.at(-ending.length - 1);
      return ending !== "" && last !== undefined && last !== "H" && !VOWEL.test(last) && this.cut(ending, 0);
    }

    verbSuffix() {
      const ending = endingOf(VERB, this.text.slice(this.pV));
      if (!ending) return false;
      if (ending === "ions") return this.cut(ending, this.p2);
      const stem = this.before(ending.length);
      if (/^aise?s?$/.test(ending)) return !/^[^]al$|auv$|épl$/.test(stem) && this.cut(ending, 0);
      this.cut(ending, 0);
      if (VERB_IN_A.test(ending)) this.cut("e", this.pV);
      return true;
    }

    residualSuffix() {
      if (/(?:Hi|[^aiouès])s$/.test(this.text)) this.text = this.before(1);
      const region = this.text.slice(this.pV);
      const ending = endingOf(RESIDUAL, region);
      if (ending === "ion") {
        if (/[st]ion$/.test(region)) this.cut(ending, this.p2);
      } else if (ending) this.cut(ending, 0, ending === "e" ? "" : "i");
    }

    stem() {
      if (this.standardSuffix() || this.iVerbSuffix() || this.verbSuffix()) {
        if (this.text.endsWith("Y")) this.cut("Y", 0, "i");
        else this.cut("ç", 0, "c");
      } else this.residualSuffix();
      if (/(?:enn|onn|ett|ell|eill)$/.test(this.text)) this.text = this.before(1);
      return unmarked(this.text.replace(UNACCENT, "e$1"));
    }
  }

  kb.stemFrench = (word) => new Word(word).stem();
})();
