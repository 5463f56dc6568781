// A list of messages: days, what is new, groups of one speaker; follows the newest unless one has
// scrolled up; tells a screen reader what came.

import { make, reconcile } from "./dom.js";
import { message } from "./message.js";
import { words } from "./words.js";

const TOGETHER = 5 * 60 * 1000; // messages of one person within this time stand under one name

/**
 * A conversation in the scrolling element `parent`. `update(name, items, context, mark)` shows the
 * messages of the place `name`; what is newer than `mark` came while the person was away.
 */
export function conversation(parent) {
  const list = make("ul.list");
  const empty = make("div.empty", { hidden: true });
  parent.append(list, empty);
  let place = null;
  let since = 0; // what is newer than this, and not newer than `upto`, came while one was away
  let upto = 0;
  let newest = 0;
  let known = new Set();
  let pinned = true;
  parent.addEventListener("scroll", () => {
    pinned = parent.scrollHeight - parent.scrollTop - parent.clientHeight < 60;
  });
  new ResizeObserver(() => {
    if (pinned) parent.scrollTop = parent.scrollHeight;
  }).observe(parent);

  return {
    /** Returns the messages that came since the last update, of the same place. */
    update(name, items, context, mark, nothing) {
      const moved = name !== place;
      if (moved) {
        place = name;
        since = mark;
        known = new Set();
        pinned = true;
      }
      const came = moved ? [] : items.filter((item) => !known.has(item.id));
      known = new Set(items.map((item) => item.id));
      if (came.some((item) => item.mine)) {
        since = Infinity;
        pinned = true;
      }
      if (came.length && document.hidden && since >= upto) since = newest;
      newest = items.at(-1)?.number ?? 0;
      if (moved || document.hidden) upto = newest;

      const rows = [];
      let day = null;
      let before = null;
      let divided = false;
      for (const item of items) {
        let follows = before !== null && before.from === item.from && !before.only_me && !before.gone;
        follows = follows && item.from !== "bot" && Date.parse(item.at) - Date.parse(before.at) < TOGETHER;
        if (item.day !== day && !context.inThread) {
          day = item.day;
          follows = false;
          rows.push([`day-${day}`, day, () => make("li.divider", { role: "separator" }, item.day)]);
        }
        if (!divided && item.number > since && item.number <= upto && !item.mine && !(context.inThread && item.root)) {
          divided = true;
          follows = false;
          rows.push(["fresh", 0, () => make("li.divider.fresh", { role: "separator" }, words.newMark)]);
        }
        const fresh = came.includes(item);
        rows.push([
          `${name}/${item.id}`,
          { item, follows },
          () => {
            const element = message(item, { ...context, follows });
            if (fresh) element.classList.add("landed");
            return element;
          },
        ]);
        before = item;
      }
      reconcile(list, rows);
      empty.hidden = items.length > 0;
      if (!items.length) empty.replaceChildren(...[nothing].flat());
      if (pinned || moved) parent.scrollTop = parent.scrollHeight;
      if (moved && divided) {
        list.querySelector(".fresh")?.scrollIntoView({ block: "center" });
        pinned = parent.scrollHeight - parent.scrollTop - parent.clientHeight < 60;
      }
      return came.filter((item) => !item.mine && !item.gone);
    },

    /** Show this message and point at it; returns whether it is here. */
    point(id) {
      const element = list.querySelector(`[data-id="${CSS.escape(id)}"]`);
      if (!element) return false;
      element.scrollIntoView({ block: "center" });
      element.classList.remove("pointed");
      requestAnimationFrame(() => element.classList.add("pointed"));
      return true;
    },
  };
}
