// Making elements and bringing a list up to date. Text becomes text nodes: nothing that a person
// or the bot wrote is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `make("p.fine", {role: "note"}, "text", child)`. Names with `on` are listeners. */
export function make(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const SHAPES = {
  menu: "M4 7h16M4 12h16M4 17h10",
  close: "M6 6l12 12M18 6L6 18",
  back: "M14.5 5.5L8 12l6.5 6.5",
  room: "M9.5 4L7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  chat: "M4.5 5.5h15v10.5h-8l-4 3.5v-3.5h-3z",
  home: "M4.5 11L12 4.5l7.5 6.5M6.5 9.8v9.7h11V9.8M10 19.5v-5h4v5",
  reply: "M10 6L4.5 11.5 10 17M5 11.5h8.5c3.5 0 6 2 6 6.5",
  smile: "M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4zM8.6 14c1.7 2.3 5.1 2.3 6.8 0M9.2 9.6v.6M14.8 9.6v.6",
  keep: "M7 4.5h10v15l-5-4-5 4z",
  edit: "M5 19l.9-3.8L15.6 5.5a1.6 1.6 0 0 1 2.3 0l.6.6a1.6 1.6 0 0 1 0 2.3L8.8 18.1z",
  bin: "M5 7h14M10 4.5h4M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  eye: "M3.5 12c3.6-7 13.4-7 17 0-3.6 7-13.4 7-17 0zM12 9.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z",
  send: "M12 19V5.5M6 11.5L12 5l6 6.5",
  clock: "M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4zM12 7.5V12l3 2",
};

/** A small line drawing; decoration, so hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** The bot's mark: people round a table. */
export function mark() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  const dot = (x, y, r) => {
    const circle = document.createElementNS(SVG, "circle");
    for (const [name, value] of Object.entries({ cx: x, cy: y, r })) circle.setAttribute(name, value);
    svg.append(circle);
  };
  dot(16, 16, 5.2);
  for (let seat = 0; seat < 7; seat += 1) {
    const turn = (seat / 7) * 2 * Math.PI - Math.PI / 2;
    dot((16 + 10.6 * Math.cos(turn)).toFixed(2), (16 + 10.6 * Math.sin(turn)).toFixed(2), 2.3);
  }
  return svg;
}

const drawn = new WeakMap();

/**
 * Make `parent`'s children those of `items`, touching only what changed, so that focus, scroll and
 * half-written words stay. `items` are [key, data, make]: the element is made again when the data
 * changed. Focus inside an element that was made again goes to the same `data-focus`.
 */
export function reconcile(parent, items) {
  const before = drawn.get(parent) ?? new Map();
  const after = new Map();
  let cursor = parent.firstChild;
  for (const [key, data, build] of items) {
    const sign = JSON.stringify(data);
    const old = before.get(key);
    let element = old?.element;
    if (old?.sign !== sign) {
      element = build();
      if (old) {
        const focus = old.element.contains(document.activeElement)
          ? document.activeElement.closest("[data-focus]")?.dataset.focus
          : undefined;
        if (cursor === old.element) cursor = element;
        old.element.replaceWith(element);
        if (focus) element.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
      }
    }
    before.delete(key);
    after.set(key, { sign, element });
    if (element === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(element, cursor);
  }
  for (const { element } of before.values()) element.remove();
  drawn.set(parent, after);
}
