// The sandbox's page: keeps what one looks at, hands gestures to the server, and shows the
// document that comes back. All state of the chat is the server's.

import { clock } from "./clock.js";
import { composer } from "./composer.js";
import { conversation } from "./conversation.js";
import { confirm, forms } from "./dialog.js";
import { icon, make, reconcile } from "./dom.js";
import { hints } from "./hints.js";
import { gesture, listen } from "./live.js";
import { avatar, card } from "./message.js";
import { letters } from "./nodes.js";
import { rail } from "./rail.js";
import { words } from "./words.js";

const $ = (id) => document.getElementById(id);
// Per tab, so that two tabs can be two people.
const kept = (name, value) => {
  if (value === undefined) return sessionStorage.getItem(`roundtable-${name}`);
  sessionStorage.setItem(`roundtable-${name}`, value);
  return value;
};

let view = null;
let place = kept("place") ?? "room";
let thread = null; // the id of the message whose thread is open
let threadOpener = null;
let time = null;
let moved = false; // the clock was moved, and the page does not know the new time

const announce = (text) => {
  $("announcer").textContent = text;
};
const status = (text) => {
  $("status").textContent = text ?? "";
  $("status").hidden = !text;
};

/** Do something as the person one is; what fails is said in the status line. */
async function act(name, body = {}) {
  try {
    const answer = await gesture(name, { who: view.me, ...body }, words.failed);
    status();
    return answer;
  } catch (error) {
    status(error.message);
    throw error;
  }
}
const quietly = (promise) => promise.catch(() => {});

const acts = {
  async press(item, n, button, from) {
    const yes =
      !button.confirm ||
      (await confirm({
        title: words.confirmAsk,
        text: button.confirm,
        yes: button.label || words.confirmYes,
        danger: button.style === "danger",
      }));
    if (!yes) return;
    from.setAttribute("aria-disabled", "true");
    await quietly(act("press", { message: item.id, button: n, label: button.label }));
    from.removeAttribute("aria-disabled");
  },
  keep: (item) => quietly(act("keep", { message: item.id })),
  react: (item, emoji) => quietly(act("react", { message: item.id, emoji })),
  reply: (item, from) => openThread(item.id, from),
  edit: (item, text) => act("edit", { message: item.id, text }),
  async remove(item) {
    const yes = await confirm({
      title: words.removeAsk,
      text: words.removeSay,
      yes: words.remove,
      danger: true,
    });
    if (!yes) return;
    await quietly(act("delete", { message: item.id }));
    (thread ? threadBox : mainBox).focus();
  },
};

/** Say something, or give the command that was written. */
const write = (to) => (text) => {
  const command = /^\/\S/.test(text);
  const body = { who: view.me, text };
  if (command) return gesture("command", { ...body, in: to() === "dm" ? "dm" : "room" }, words.failed);
  return gesture("say", { ...body, to: to() }, words.failed);
};

// The parts of the page

$("skip").textContent = words.skip;
$("messages").append(make("div.empty", {}, words.loading));

const side = rail($("rail"), $("shade"), {
  be(id) {
    kept("who", id);
    closeThread(false);
    looksAs(id);
    const person = view.people.find((one) => one.id === id);
    announce(words.switched(person.name));
  },
  go(to) {
    place = kept("place", to);
    closeThread(false);
    if (to === "home") quietly(act("home"));
    show();
    if (to !== "home") mainBox.focus();
  },
});

const watch = clock($("clock"), {
  async move(by) {
    const before = time.label;
    await quietly(act("clock", { by }));
    // The document with the new time comes by the other way, before or after.
    if (time.label === before) moved = true;
    else announce(words.movedTo(time.label));
  },
});

const menu = make(
  "button.quiet",
  { type: "button", "aria-label": words.menu, onclick: () => side.open(menu) },
  icon("menu"),
);
const title = make("h1");
const about = make("p");
const myFace = make("button.quiet", { type: "button", onclick: () => side.open(myFace) });
$("head").append(menu, make("div.words", {}, title, about), myFace);

$("messages").replaceChildren();
const mainTalk = conversation($("messages"));
const page = make("div.page", { hidden: true });
$("messages").append(page);
const mainBox = composer($("composer"), { send: write(() => place) });

const threadTitle = make("p");
const threadScroll = make("div.scroll", { tabindex: "-1" });
const threadFoot = make("div");
$("thread").setAttribute("aria-label", words.thread);
$("thread").append(
  make(
    "header",
    {},
    make("div.words", {}, make("h2", {}, words.thread), threadTitle),
    make(
      "button.quiet",
      { type: "button", "aria-label": words.closeThread, onclick: () => closeThread() },
      icon("close"),
    ),
  ),
  threadScroll,
  threadFoot,
);
const threadTalk = conversation(threadScroll);
const threadBox = composer(threadFoot, { send: write(() => thread) });

const paper = forms({
  submit: (values) => gesture("submit", { who: view.me, values }, words.failed),
  dismiss: () => quietly(act("dismiss")),
});

const newest = hints($("hint"), {
  cohort: () => goAndOffer("room", "/cohort "),
  preview: () => goAndOffer("room", "/cohort preview"),
  mine: () => goAndOffer("room", "/cohort my data"),
  chat: () => goAndOffer("dm", ""),
  answer() {
    const prompt = view.room.messages.findLast((item) => item.from === "bot" && !item.only_me);
    if (prompt) openThread(prompt.id, document.activeElement);
    else goAndOffer("room", "");
  },
  time: () => quietly(act("clock", { by: "next" })),
  done: () => mainBox.focus(),
});

function goAndOffer(to, text) {
  place = kept("place", to);
  show();
  mainBox.offer(text);
}

function openThread(id, from) {
  thread = id;
  threadOpener = from?.dataset?.focus ?? null;
  $("thread").hidden = false;
  show();
  threadBox.focus();
}

function closeThread(back = true) {
  if (!thread) return;
  thread = null;
  $("thread").hidden = true;
  const opener = threadOpener && document.querySelector(`[data-focus="${CSS.escape(threadOpener)}"]`);
  if (back) (opener ?? mainBox).focus();
}

// Showing

function show() {
  if (!view) return;
  const me = view.people.find((person) => person.id === view.me);
  const people = new Map(view.people.map((person) => [person.id, person]));
  const context = { people, act: acts };
  side.update(view, place);
  title.textContent = { room: view.room.title, dm: words.privateChat, home: words.home }[place];
  about.textContent = {
    room: words.roomAbout(view.room.present),
    dm: words.privateAbout(me.name),
    home: words.homeAbout,
  }[place];
  document.title = `${title.textContent} – ${me.name} – ${words.product}`;
  myFace.setAttribute("aria-label", words.someoneElse(me.name));
  reconcile(myFace, [["face", me.id, () => avatar(me, "small")]]);

  const outside = place === "room" && !view.room.in_room;
  $("composer").hidden = place === "home" || outside;
  page.hidden = place !== "home";
  $("messages").setAttribute("aria-label", words.messages(title.textContent));
  if (place === "home") {
    mainTalk.update(`${me.id}/home`, [], context, 0, []);
    $("messages").querySelector(".empty").hidden = true;
    reconcile(page, [["home", [me.id, view.home], homePage]]);
  } else {
    const items = view[place].messages;
    const nothing = outside ? entrance(me) : place === "dm" ? words.emptyChat : words.emptyRoom;
    const came = mainTalk.update(`${me.id}/${place}`, items, context, view.marks[place] ?? 0, nothing);
    heard(came, people);
    read(place, items);
    mainBox.update({
      draft: `${me.id}/${place}`,
      person: me,
      label: place === "dm" ? words.writeChat : words.writeRoom(view.room.title),
      commands: view.commands,
      people: view.people,
    });
  }
  showThread(me, people, context);
  newest.update(view, place);
  paper.update(view.form, view.people);
}

function homePage() {
  return view.home ? card(view.home, acts) : make("div.empty", {}, words.homeEmpty);
}

function entrance(me) {
  return [
    make("p", {}, words.notInRoom(me.name)),
    make("button.button", { type: "button", onclick: () => quietly(act("enter")) }, words.enterRoom),
  ];
}

function showThread(me, people, context) {
  const opener = thread && view.room.messages.find((item) => item.id === thread);
  if (thread && !opener) return closeThread();
  if (!thread) return;
  threadTitle.textContent = words.threadIn(view.room.title);
  const items = view.threads[thread] ?? [{ ...opener, root: true }];
  const name = `thread:${thread}`;
  const came = threadTalk.update(
    `${me.id}/${name}`,
    items,
    { ...context, inThread: true },
    view.marks[name] ?? 0,
    [],
  );
  heard(came, people);
  read(name, items.slice(1));
  threadBox.update({
    draft: `${me.id}/${name}`,
    person: me,
    label: words.writeThread,
    commands: view.commands,
    people: view.people,
  });
}

function heard(came, people) {
  const last = came.at(-1);
  if (last) announce(`${people.get(last.from)?.name ?? words.bot}: ${letters(last.blocks)}`);
}

/** What stands before the person's eyes is read. */
function read(where, items) {
  const last = items.at(-1)?.number ?? 0;
  if (document.hidden || last <= (view.marks[where] ?? 0)) return;
  view.marks[where] = last;
  quietly(gesture("read", { who: view.me, place: where, upto: last }, words.failed));
}

/** Links to messages, `#m12`: show the place and point at it. */
function follow(id) {
  for (const [at, items] of Object.entries({ room: view.room.messages, dm: view.dm.messages })) {
    if (!items.some((item) => item.id === id)) continue;
    place = kept("place", at);
    show();
    return mainTalk.point(id);
  }
  for (const [opener, items] of Object.entries(view.threads)) {
    if (!items.some((item) => item.id === id)) continue;
    place = kept("place", "room");
    openThread(opener, document.activeElement);
    return threadTalk.point(id);
  }
  return false;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#m"]');
  const id = link && /^#(m\d+)$/.exec(link.getAttribute("href"))?.[1];
  if (!id) return;
  event.preventDefault();
  follow(id);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && thread && !event.defaultPrevented) closeThread();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) show();
});

let gone = false;
const looksAs = listen({
  who: kept("who"),
  view(document) {
    if (document.clock) {
      time = document.clock;
      watch.update(time);
      if (moved) announce(words.movedTo(time.label));
      moved = false;
    }
    if (!document.view) return;
    const first = view === null;
    view = document.view;
    kept("who", view.me);
    show();
    if (first && !matchMedia("(pointer: coarse)").matches && place !== "home") mainBox.focus();
  },
  lost(is) {
    if (is) status(words.offline);
    else if (gone) status();
    gone = is;
  },
});
