// What is published about an installation, and what an upgrade changes: as affected/installation.py and upgrade.py.
// tests/affected/cases.yaml holds them together. A file of data is made by affected/data.py.
(() => {
  "use strict";
  const kb = (globalThis.kbAffected ??= {});
  const { AFFECTED, FIXED, NOT_AFFECTED, NOT_STATED, FITS, SYSTEM, AHEAD, BEHIND } = Object.assign(kb, {
    AFFECTED: "affected",
    FIXED: "fixed",
    NOT_AFFECTED: "not_affected",
    NOT_STATED: "not_stated",
    // What a patch for its operating system is to a release.
    FITS: "fits", // it may be installed on it
    SYSTEM: "system", // the release is not known
    AHEAD: "ahead", // it starts from a later one
    BEHIND: "behind", // it yields this one, or one before it
  });

  const summed = (gaps) => {
    let sum = 0;
    return gaps.map((gap) => (sum += gap));
  };

  // One product: `releases` are [version, branch, day of release on each operating system or 0], in their order;
  // `ranges` the different statements: for each operating system [start, end or -1, fix or -1] by ranks.
  class Product {
    constructor({ id, name, os, releases, ranges, anomalies, patches, files, faqs }) {
      Object.assign(this, { id, name, os, releases, ranges, patches, files, faqs });
      this.order = new Map(releases.map(([version], rank) => [version, rank]));
      this.anomalies = anomalies;
      this.ordinals = summed(anomalies.ordinals);
    }

    workaround(anomaly) {
      return (this.anomalies.marks[anomaly] & 1) > 0;
    }

    urgent(anomaly) {
      return this.anomalies.marks[anomaly] > 1;
    }

    // Places of impacts in the taxonomy's order.
    impacts(anomaly) {
      const places = [];
      for (let bits = this.anomalies.marks[anomaly] >> 1, place = 0; bits; bits >>= 1, place++) if (bits & 1) places.push(place);
      return places;
    }

    // The patch that yields a release, or null: the one that takes the lowest release.
    patchTo(system, version) {
      const rank = this.order.get(version);
      const fitting = this.patches.filter((patch) => patch[1] === system && patch[3] === rank);
      return fitting.sort((one, two) => one[2] - two[2] || one[0] - two[0])[0] ?? null;
    }

    // Everything that can be downloaded for the product: [number, place of its operating system, rank it starts from, and
    // where it yields a release its rank].
    downloads() {
      return [...this.patches, ...this.files];
    }

    // What one of these is to a release on its operating system.
    fit([, system, start, yielded], version) {
      const rank = this.order.get(version);
      if (!this.shipped(rank, system)) return SYSTEM;
      if (rank < start) return AHEAD;
      return rank >= yielded ? BEHIND : FITS; // what yields no release is never behind
    }

    // Numbers of the FAQs that name the product on an operating system.
    questions(system) {
      return summed(this.faqs.ordinals).filter((_, place) => this.faqs.systems[place] & (1 << system));
    }

    shipped(rank, system) {
      return rank !== undefined && this.releases[rank][2][system] > 0;
    }

    // Whether the release `fix` says something about the release `rank`, which shipped on the operating system.
    reaches(system, fix, rank) {
      if (fix > rank || !this.shipped(fix, system)) return false;
      const [, branch, days] = this.releases[fix];
      const [, own, later] = this.releases[rank];
      return branch === own || days[system] <= later[system];
    }

    verdict(system, stated, rank) {
      if (!stated.length || !this.shipped(rank, system)) return NOT_STATED;
      if (stated.some(([start, end]) => start <= rank && (end < 0 || rank < end))) return AFFECTED;
      if (stated.every(([start]) => rank < start)) return NOT_AFFECTED;
      for (const one of stated) {
        const fix = one[2];
        if (fix < 0 || !this.reaches(system, fix, rank)) continue;
        // The fault may have come back with the release of the fix, or after it, in another range.
        if (!stated.some((other) => other !== one && fix <= other[0] && other[0] <= rank)) return FIXED;
      }
      return NOT_STATED;
    }

    // Ranks of later releases that mend what an installation has, those of its own branch first.
    fixes(system, stated, own) {
      const branch = this.releases[own][1];
      const other = (rank) => Number(this.releases[rank][1] !== branch);
      const ranks = [...new Set(stated.map(([, , fix]) => fix))].filter((rank) => rank > own);
      ranks.sort((one, two) => other(one) - other(two) || one - two);
      return ranks.filter((rank) => this.verdict(system, stated, rank) === FIXED);
    }

    // Operating systems, by place, on which some release mends it.
    elsewhere(system, statement) {
      return this.os.flatMap((_, place) => {
        const mended = statement[place].some(([, , fix]) => fix >= 0 && this.shipped(fix, place));
        return place !== system && mended ? [place] : [];
      });
    }

    // An answer for each anomaly, in order: { anomaly: its place, verdict, fixes, elsewhere, here: this very release mends it }. The same statement about
    // many anomalies is looked at once.
    answers(system, version) {
      const rank = this.order.get(version);
      const known = this.ranges.map((statement) => {
        const stated = statement[system];
        const verdict = this.verdict(system, stated, rank);
        const here = verdict === FIXED && stated.some(([, , fix]) => fix === rank);
        if (verdict !== AFFECTED) return { verdict, fixes: [], elsewhere: [], here };
        const fixes = this.fixes(system, stated, rank).map((fix) => this.releases[fix][0]);
        return { verdict, fixes, elsewhere: fixes.length ? [] : this.elsewhere(system, statement), here };
      });
      return this.anomalies.statements.map((statement, anomaly) => ({ anomaly, ...known[statement] }));
    }

    // Those that a change to the release has to look at: they affect it, it mends them, nothing is stated about it.
    touching(system, version) {
      return this.answers(system, version).filter(({ verdict, here }) => verdict === AFFECTED || verdict === NOT_STATED || here);
    }

    // Places of anomalies: fixed, still there, introduced, and those about which nothing is stated afterwards.
    change(system, from, to) {
      const [before, after] = [from, to].map((version) => {
        const rank = this.order.get(version);
        return this.ranges.map((statement) => this.verdict(system, statement[system], rank));
      });
      const found = { fixed: [], still: [], introduced: [], unsure: [] };
      this.anomalies.statements.forEach((statement, anomaly) => {
        const [old, now] = [before[statement], after[statement]];
        if (now === AFFECTED) found[old === AFFECTED ? "still" : "introduced"].push(anomaly);
        else if (old === AFFECTED) found[now === NOT_STATED ? "unsure" : "fixed"].push(anomaly);
      });
      return found;
    }

    // The fewest patches, by place, that lead from one release to another; null when none do. A patch is
    // [number, operating system, rank it starts from, rank it yields].
    way(system, from, to) {
      const [start, target] = [from, to].map((version) => this.order.get(version));
      if (start === undefined || target === undefined) return null;
      const steps = this.patches.map((patch, place) => ({ place, patch })).filter(({ patch }) => patch[1] === system);
      steps.sort((one, two) => two.patch[3] - one.patch[3] || one.patch[0] - two.patch[0]);
      const ways = [[start, []]];
      const seen = new Set([start]);
      for (const [rank, taken] of ways) {
        if (rank === target) return taken;
        for (const { place, patch } of steps) {
          const [, , first, reached] = patch;
          if (!(first <= rank && rank < reached && reached <= target) || seen.has(reached)) continue;
          seen.add(reached);
          ways.push([reached, [...taken, place]]);
        }
      }
      return null;
    }
  }
  kb.Product = Product;

  // The files of data are plain scripts, which a page that is opened from a folder may load too; each calls `take`.
  const taken = new Map();
  kb.take = (id, data) => taken.set(id, data);
  kb.load = (base, id) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const fail = () => reject(script.remove() ?? new Error(`cannot be read: ${id}`));
      script.onload = () => (taken.has(id) ? resolve(script.remove() ?? taken.get(id)) : fail());
      script.onerror = fail;
      script.src = `${base}affected/${id}.js`;
      document.head.append(script);
    });
})();
