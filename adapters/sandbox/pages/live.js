// The wire: one socket that brings what the person sees, and gestures by POST.

/** What went wrong, in a sentence for the person. */
export class Problem extends Error {}

/** Do something as a person. Resolves with what the server says; raises Problem. */
export async function gesture(name, body, fallback) {
  let answer;
  try {
    answer = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Problem(fallback);
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(said.problem ?? fallback);
  return said;
}

/**
 * Keep a socket open and hand on every document. `lost` is called with whether the connection is
 * gone. Returns a function that says who is looking, at any time.
 */
export function listen({ who, view, lost }) {
  let socket;
  let wait = 500;
  let me = who;

  const open = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/api/live`);
    socket.addEventListener("open", () => {
      wait = 500;
      lost(false);
      socket.send(JSON.stringify({ who: me }));
    });
    socket.addEventListener("message", (event) => view(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      lost(true);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 8000);
    });
  };
  open();
  return (someone) => {
    me = someone;
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ who: me }));
  };
}
