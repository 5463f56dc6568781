// The bot's and people's words: blocks and inline nodes, as the server sends them, to elements.

import { make } from "./dom.js";

/** One inline node. */
function inline(node) {
  switch (node.t) {
    case "strong":
      return make("strong", {}, node.text);
    case "emphasis":
      return make("em", {}, node.text);
    case "code":
      return make("code", {}, node.text);
    case "mention":
      return make("span.mention", { title: node.user }, `@${node.text}`);
    case "link":
      return anchor(node.url, [node.text]);
    case "moment":
      return make("time", { datetime: node.at }, node.text);
    default:
      return document.createTextNode(node.text);
  }
}

export const inlines = (nodes) => nodes.map(inline);

/** One block. */
export function block(item) {
  switch (item.t) {
    case "heading":
      return make("p.heading", { role: "heading", "aria-level": "3" }, inlines(item.nodes));
    case "bullets":
      return make(item.numbered ? "ol" : "ul", item.numbered ? { start: item.first } : {}, item.items.map((line) => make("li", {}, inlines(line))));
    case "quote":
      return make(
        "figure.quote",
        {},
        make("blockquote", {}, inlines(item.nodes)),
        item.by.length ? make("figcaption", {}, by(item)) : null,
      );
    case "fine":
      return make("p.fine", {}, inlines(item.nodes));
    default:
      return make("p", {}, inlines(item.nodes));
  }
}

const by = (quote) => (quote.url ? anchor(quote.url, inlines(quote.by)) : inlines(quote.by));

/** A link out of the sandbox, or to one of its messages (`#m12`). Other addresses stay letters. */
function anchor(url, children) {
  if (/^#m\d+$/.test(url)) return make("a", { href: url }, children);
  if (!/^(https?|mailto):/i.test(url)) return make("span", {}, children);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

export const blocks = (items) => items.map(block);

/** The letters of blocks, for the announcer. */
export const letters = (items) =>
  items
    .flatMap((item) => (item.t === "bullets" ? item.items.flat() : item.nodes))
    .map((node) => node.text)
    .join(" ");
