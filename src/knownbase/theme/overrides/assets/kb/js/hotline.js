// Is the hotline open now? In its own time and in the reader's. The hours and holidays stand in the page, computed
// when the site was built; past the last year of these nothing is claimed.
(() => {
  "use strict";
  const kb = (globalThis.kbHotline ??= {});
  const MINUTE = 60_000;
  const DAY = 86_400_000;
  const FAR = 40; // days ahead in which the next opening is looked for

  // An instant by the clock of a zone: { day: "2026-05-14", minutes: 540, weekday: 4 }, Sunday is 0.
  const formats = new Map();
  const at = (zone, instant) => {
    if (!formats.has(zone))
      formats.set(zone, new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }));
    const parts = Object.fromEntries(formats.get(zone).formatToParts(instant).map(({ type, value }) => [type, value]));
    const day = `${parts.year}-${parts.month}-${parts.day}`;
    return { day, minutes: Number(parts.hour) * 60 + Number(parts.minute), weekday: new Date(`${day}T00:00Z`).getUTCDay() };
  };

  // The instant at which the clock of a zone shows a time of a day. Its distance from UTC is looked up where it is
  // nearly right already, so a change of the clocks on the way does not matter.
  const instantOf = (zone, day, minutes) => {
    const wanted = Date.parse(`${day}T00:00Z`) + minutes * MINUTE;
    let found = wanted;
    for (let n = 0; n < 2; n++) {
      const shown = at(zone, new Date(found));
      found += wanted - (Date.parse(`${shown.day}T00:00Z`) + shown.minutes * MINUTE);
    }
    return new Date(found);
  };
  const minutesOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const later = (day, days) => new Date(Date.parse(`${day}T00:00Z`) + days * DAY).toISOString().slice(0, 10);

  // { state: "open", closes } · { state: "closed", opens, holiday } · { state: "unknown" }; `opens` is null where the
  // holidays are not known so far ahead.
  kb.stateAt = ({ zone, opens, closes, days, holidays, until }, instant) => {
    const now = at(zone, instant);
    if (Number.isNaN(now.minutes) || now.day > until) return { state: "unknown" };
    const works = (day) => days.includes(new Date(`${day}T00:00Z`).getUTCDay()) && !holidays[day];
    const [first, last] = [minutesOf(opens), minutesOf(closes)];
    if (works(now.day) && first <= now.minutes && now.minutes < last) return { state: "open", closes: instantOf(zone, now.day, last) };
    for (let n = works(now.day) && now.minutes < first ? 0 : 1; n < FAR; n++) {
      const day = later(now.day, n);
      if (day > until) break;
      if (works(day)) return { state: "closed", opens: instantOf(zone, day, first), holiday: holidays[now.day] ?? "" };
    }
    return { state: "closed", opens: null, holiday: holidays[now.day] ?? "" };
  };

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  // What a reader is told: the word, then the rest of the line.
  kb.told = (data, instant, locale, ownZone) => {
    const { t, zone } = data;
    const lang = locale === "en" ? "en-GB" : locale;
    // 09:00, in French 9 h and 9 h 30.
    const clock = (when, timeZone) => {
      const text = new Intl.DateTimeFormat(lang, { timeZone, hour: "2-digit", minute: "2-digit" }).format(when);
      const [hour, minutes] = text.split(":");
      return locale === "fr" ? `${Number(hour)}\u00a0h${minutes === "00" ? "" : `\u00a0${minutes}`}` : text;
    };
    const day = (when, timeZone) => new Intl.DateTimeFormat(lang, { timeZone, weekday: "long", day: "numeric", month: "long" }).format(when).replace(/\b1 /, locale === "fr" ? "1er " : "1 ");
    const here = ownZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const yours = (when, text) => (clock(when, here) === clock(when, zone) && day(when, here) === day(when, zone) ? "" : filled(t.hotline_yours, { time: text }));
    const found = kb.stateAt(data, instant);
    if (found.state === "unknown") return [found.state, t.hotline_unknown, ""];
    if (found.state === "open") {
      const left = Math.round((found.closes - instant) / MINUTE);
      const time = left >= 60 ? filled(t.hotline_hours_left, { h: Math.floor(left / 60), m: String(left % 60).padStart(2, "0") }) : filled(t.hotline_minutes_left, { m: left });
      const until = filled(t.hotline_until, { time: clock(found.closes, zone) });
      return [found.state, t.hotline_now_open, [until, yours(found.closes, clock(found.closes, here)), time].filter(Boolean).join(", ")];
    }
    const why = found.holiday ? filled(t.hotline_holiday, { name: found.holiday }) : "";
    if (!found.opens) return [found.state, t.hotline_now_closed, why];
    const next = filled(t.hotline_opens, { day: day(found.opens, zone), time: clock(found.opens, zone) });
    const own = yours(found.opens, `${day(found.opens, here) === day(found.opens, zone) ? "" : `${day(found.opens, here)} `}${clock(found.opens, here)}`);
    return [found.state, t.hotline_now_closed, [why, next, own].filter(Boolean).join(", ")];
  };

  kb.show = (place, locale) => {
    const data = JSON.parse(place.querySelector("script").textContent);
    const line = place.querySelector("[data-kb-now]");
    const show = () => {
      const [state, word, rest] = kb.told(data, new Date(), locale);
      const strong = document.createElement("strong");
      strong.className = { open: "kb-ok", closed: "kb-no", unknown: "kb-un" }[state];
      strong.textContent = word;
      line.replaceChildren(strong, rest && `, ${rest}`);
      line.hidden = false;
    };
    show();
    setInterval(show, MINUTE);
    addEventListener("pageshow", show);
  };

  const locale = document.documentElement.lang === "fr" ? "fr" : "en";
  for (const place of document.querySelectorAll("[data-kb-hotline]")) kb.show(place, locale);
})();
