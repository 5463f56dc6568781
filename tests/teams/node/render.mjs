// Renders Adaptive Cards as a client does: one card a line of JSON on stdin, and for each a line of
// JSON on stdout with what the renderer complains about and what stands there to be read, pressed
// and filled in.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { JSDOM, VirtualConsole } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    virtualConsole: new VirtualConsole(), // says nothing: stdout is for what was rendered
});

// jsdom lays nothing out and so has no innerText. Each line of a card is an element of its own: the
// letters of one are all that stands there.
Object.defineProperty(window.HTMLElement.prototype, "innerText", {
    get() {
        return this.textContent;
    },
    set(text) {
        this.textContent = text;
    },
});

const bundle = createRequire(import.meta.url).resolve("adaptivecards/dist/adaptivecards.js");
window.eval(readFileSync(bundle, "utf8"));
const { AdaptiveCard, HostConfig, SerializationContext, Versions } = window.AdaptiveCards;

const teams = new HostConfig({ actions: { maxActions: 6 } });

function rendered(source) {
    const context = new SerializationContext(Versions.v1_5);
    const card = new AdaptiveCard();
    card.hostConfig = teams;
    card.parse(source, context);
    const problems = card.validateProperties().validationEvents.map((each) => each.message);
    for (let n = 0; n < context.eventCount; n++) {
        problems.push(context.getEventAt(n).message);
    }
    const element = card.render();
    const all = (selector) => [...element.querySelectorAll(selector)];
    return {
        problems,
        lines: all(".ac-textBlock, .ac-richTextBlock").map((each) => each.textContent),
        links: all("a").map((each) => each.getAttribute("href")),
        buttons: all("button").map((each) => each.textContent),
        inputs: card.getAllInputs().map((each) => ({ id: each.id, label: each.label, value: each.value })),
    };
}

for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(rendered(JSON.parse(line))) + "\n");
}
