// A report of an anomaly as text: its subject, its body, its address for a mail program. Knows no page.
(() => {
  "use strict";
  const report = (globalThis.kbReport ??= {});

  // Characters of a mailto: address. Windows takes an address of at most 2,083 (INTERNET_MAX_URL_LENGTH), some mail
  // programs less than that, and what is over is cut without a word. A report that lost its end is worse than one that
  // was copied by hand, so there is room to spare.
  report.LONGEST = 1900;
  const SUBJECT = 100; // characters of the matter in a subject

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  // Half of a pair, as a paste cut in two leaves it, cannot be written into an address.
  const clean = (text) => text.replace(/\r\n?/g, "\n").replace(/[\ud800-\udfff]/gu, "\ufffd").trim();
  const oneLine = (text) => clean(text).replace(/\s+/g, " ");
  const shortened = (text) => {
    const letters = [...text];
    return letters.length > SUBJECT ? `${letters.slice(0, SUBJECT - 1).join("").trimEnd()}…` : text;
  };

  // What is said in a field, as text; "" where nothing is.
  const said = (known, values, name) => {
    const { t } = known;
    const category = known.categories[values.category];
    switch (name) {
      case "product":
        return known.products.find(({ id }) => id === values.product)?.name ?? "";
      case "os":
        return known.systems[values.os] ?? "";
      case "category":
        return category?.name ?? t.report_category_open;
      case "impact":
        return (values.impact ?? []).map((id) => known.impacts[id]).filter(Boolean).join(", ");
      case "evidence":
        return (category?.evidence ?? [])
          .map((text, n) => `- ${values.evidence?.includes(n) ? t.report_evidence_have : t.report_evidence_later}${t.colon}${text}`)
          .join("\n");
      case "seen":
        return (values.seen ?? []).join(", ");
      default:
        return clean(values[name] ?? "");
    }
  };

  const subject = (known, values) => {
    const { t } = known;
    const names = ["product", "version", "os"].map((name) => oneLine(said(known, values, name)));
    const installation = names[0] ? names.filter(Boolean).join(" ") : t.report_subject_unnamed;
    const matter = oneLine(values.summary ?? "") || oneLine((values.symptom ?? "").trim().split("\n")[0]);
    const text = known.categories[values.category] ? t.report_subject : t.report_subject_open;
    return filled(text, { installation, category: values.category, title: shortened(matter) }).trim();
  };

  // {subject, body}: what is filled in, from top to bottom. `values`: field → text; `evidence` holds places in the list
  // of the category, `impact` and `seen` ids.
  report.compose = (known, values) => {
    const { colon } = known.t;
    const parts = [];
    for (const [name, label, block] of known.report) {
      const text = said(known, values, name);
      if (!text) continue;
      if (block) parts.push(`\n${label}${colon.trimEnd()}\n${text}\n`);
      else parts.push(`${label}${colon}${oneLine(text)}`);
    }
    const request = known.categories[values.category]?.request;
    if (request) parts.push(`\n${request}`);
    const body = parts.join("\n").replace(/\n{3,}/g, "\n\n").trim();
    return { subject: subject(known, values), body: `${body}\n` };
  };

  // Labels of what the support centre cannot do without.
  report.missing = (known, values) =>
    known.report
      .filter(([name]) => ["product", "os", "version", "symptom", "steps", "company", "name"].includes(name) && !said(known, values, name))
      .map(([, label]) => label);

  // The address that opens a mail program with the report (RFC 6068: lines end with %0D%0A); "" where it would be too long.
  report.mailto = (mail, { subject, body }) => {
    const lines = encodeURIComponent(body.replaceAll("\n", "\r\n"));
    const address = `mailto:${mail}?subject=${encodeURIComponent(subject)}&body=${lines}`;
    return address.length <= report.LONGEST ? address : "";
  };
})();
