// What the page knows and how it talks to the server. `state` is what one person sees, as /page/state says it.

import { icon } from "./icons.js";
import { el } from "./text.js";

const query = new URLSearchParams(location.search);

/** Where this person is: chosen by clicks, never by the server. */
export const here = {
  user: query.get("user") ?? localStorage.getItem("sandbox-user") ?? "",
  channel: query.get("channel") ?? "",
  tab: "messages",
  thread: query.get("thread") ?? "",
  editing: "",
  editingIn: "message",
};
/** What was typed and not sent yet, by composer and by view. */
export const drafts = {};
export let state = null;

let since = "";
let drawer = () => {};

export const $ = (id) => document.getElementById(id);
export const channelNow = () => state.channels.find((channel) => channel.id === here.channel);
export const person = (id) => state.users.find((user) => user.id === id);
export const redraw = () => drawer();

export function drawWith(draw) {
  drawer = draw;
}

export async function act(name, more = {}) {
  const answer = await fetch("/page/act", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ act: name, user: here.user, ...more }),
  });
  const body = await answer.json();
  if (!body.ok) toast(body.error);
  await refresh();
  return body;
}

export async function refresh() {
  const answer = await fetch(`/page/state?user=${encodeURIComponent(here.user)}&since=${since}`);
  if (answer.status === 204) return;
  state = await answer.json();
  since = String(state.version);
  here.user = state.me;
  redraw();
}

/** Become somebody else. */
export async function switchTo(user) {
  Object.assign(here, { user, thread: "", editing: "" });
  localStorage.setItem("sandbox-user", user);
  since = "";
  await refresh();
}

export async function watch() {
  for (;;) {
    try {
      await refresh();
      document.body.classList.remove("away");
    } catch (error) {
      console.debug(error);
      document.body.classList.add("away");
    }
    await new Promise((next) => setTimeout(next, 400));
  }
}

export function toast(words) {
  const node = el("div", { className: "toast", testid: "toast" }, icon("warn"), words);
  $("toasts").append(node);
  setTimeout(() => node.remove(), 8000);
}

// A part of the page is made again only when what it shows has changed: focus, open menus and typed text survive.

export function keep(parent, key, signature, make) {
  parent.parts ??= new Map();
  const known = parent.parts.get(key);
  if (known?.signature === signature) return known.node;
  const node = make();
  parent.parts.set(key, { signature, node });
  return node;
}

export function put(parent, nodes) {
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
}
