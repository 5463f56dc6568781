// The sandbox's clock: what time it is for the cohort, what comes next, and moving on.

import { make } from "./dom.js";
import { words } from "./words.js";

/** Build the clock in `parent`; `move(by)` resolves when the clock has moved. */
export function clock(parent, { move }) {
  const time = make("b");
  const zone = make("span.zone");
  const nextly = make("span.nextly");
  const next = make("span.next");
  const button = (by, long, short, label) =>
    make(
      "button.button",
      { type: "button", "aria-label": label, onclick: (event) => run(by, event.currentTarget) },
      make("span.long", {}, long),
      make("span.short", {}, short),
    );
  const hour = button("hour", words.hour, "+1 h", words.hourLong);
  const day = button("day", words.day, "+1 d", words.dayLong);
  const onward = button("next", words.toNext, words.next, words.toNextLong(""));
  const buttons = [hour, day, onward];
  let busy = false;
  let due = null;
  let ahead = "";

  parent.setAttribute("aria-label", words.clock);
  parent.append(
    make("div.now", {}, time, zone, nextly),
    next,
    make("div.moves", { role: "group", "aria-label": words.clock }, buttons),
  );

  // aria-disabled instead of disabled: a disabled button would lose the focus.
  const mark = () => {
    next.textContent = busy ? words.moving : ahead;
    for (const each of buttons) {
      each.setAttribute("aria-disabled", String(busy || (each === onward && !due)));
    }
  };

  async function run(by, from) {
    if (busy || from.getAttribute("aria-disabled") === "true") return;
    busy = true;
    mark();
    try {
      await move(by);
    } finally {
      busy = false;
      mark();
    }
  }

  return {
    update(now) {
      due = now.next;
      time.textContent = now.label;
      zone.textContent = now.zone;
      ahead = due ? `${words.next}: ${due.short}, ${due.within}` : words.nothingNext;
      next.title = ahead;
      nextly.textContent = due ? `${words.next}: ${due.short}` : words.nothingNext;
      onward.setAttribute("aria-label", words.toNextLong(due?.when));
      mark();
    },
  };
}
