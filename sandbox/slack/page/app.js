// The page: a small Slack for one workspace, redrawn from /page/state, acting through /page/act.
//
// data-testid, for tests that press the page:
//   user-switcher                 who acts (a <select> of people)
//   links, team, title            header links, workspace name, name of what is open
//   channel-<name>, unread-<name> a channel in the sidebar and its unread count;  dm-app, app-home: the app's DM and Home
//   messages, replies             the message lists;  message-<ts> in the channel, reply-<ts> in the thread pane
//   ephemeral                     the mark「あなただけに表示されています」 inside a message
//   thread-open-<ts>              「n 件の返信」or the reply tool;  thread-pane, thread-close, thread-broadcast
//   composer-input, -send, -file, -example, -shortcuts          the channel's composer; thread-input, thread-send, …
//   command-hint, command-<name>  the list above the composer while a / is typed
//   tools-<ts>, menu-<ts>         the tools of a message and its ⋯ menu: edit-<ts>, delete-<ts>, react-<ts>, copy-<ts>
//   shortcut-<callback_id>        in the ⚡ menu and in a message's ⋯ menu;  edit-input, edit-save, edit-cancel
//   action-<action_id>            a button, select, date … of a message, modal or Home;  option-<value> inside it
//   modal, modal-submit, modal-close, modal-problem;  input-<block_id>, error-<block_id>
//   confirm, confirm-ok, confirm-deny;  home;  toast

import { blocks, learnOptions } from "./blocks.js";
import { drawComposer } from "./composer.js";
import { viewDesk } from "./desks.js";
import { icon } from "./icons.js";
import { drawMessage } from "./message.js";
import { drawModal } from "./modal.js";
import { $, act, channelNow, drawWith, here, keep, put, state, switchTo, toast, watch } from "./store.js";
import { day, el, learn } from "./text.js";

let shownWarnings = null;

function draw() {
  learn(state);
  learnOptions(state);
  if (!state.channels.some((channel) => channel.id === here.channel)) {
    here.channel = state.channels.find((channel) => !channel.im)?.id ?? state.channels[0]?.id ?? "";
  }
  document.title = `${state.team}（Slack の代役）`;
  drawTop();
  drawSidebar();
  drawMain();
  drawThread();
  drawModal();
  drawWarnings();
}

function drawTop() {
  $("team").textContent = state.team;
  const people = state.users.filter((user) => !user.bot);
  put($("user-switcher"), people.map((user) => keep($("user-switcher"), user.id, user.real_name, () => el("option", { value: user.id }, user.real_name))));
  $("user-switcher").value = state.me;
  put($("links"), state.links.map(([label, url]) => keep($("links"), url, label, () => el("a", { href: url, target: "_blank", rel: "noreferrer" }, `${label} ↗`))));
}

function row(parent, key, { sign, label, active, unread, testid, name, open }) {
  const signature = JSON.stringify([label, active, unread]);
  return keep(parent, key, signature, () => el("li", {}, el("button", {
    type: "button", testid, className: unread ? "unread" : "", "aria-current": active ? "page" : undefined, onclick: open,
  }, icon(sign), el("span", { className: "side-name" }, label), unread ? el("span", { className: "badge", testid: `unread-${name}`, "aria-label": `未読 ${unread} 件` }, String(unread)) : null)));
}

function drawSidebar() {
  const go = (channel, tab = "messages") => () => {
    Object.assign(here, { channel, tab, thread: "", editing: "" });
    if (tab === "home") act("open_home");
    draw();
    (tab === "home" ? $("home") : $("composer").querySelector("textarea"))?.focus();
  };
  const active = (channel, tab) => here.channel === channel.id && (!channel.im || here.tab === tab);
  put($("channels"), state.channels.filter((channel) => !channel.im).map((channel) => row($("channels"), channel.id, {
    sign: channel.private ? "lock" : "hash", label: channel.name, active: active(channel), unread: channel.unread,
    testid: `channel-${channel.name}`, name: channel.name, open: go(channel.id),
  })));
  const dm = state.channels.find((channel) => channel.im);
  if (!dm) return;
  put($("dms"), [row($("dms"), dm.id, { sign: "bot", label: state.app.name, active: active(dm, "messages"), unread: dm.unread, testid: "dm-app", name: "app", open: go(dm.id) })]);
  put($("apps"), [row($("apps"), dm.id, { sign: "home", label: `${state.app.name} のホーム`, active: active(dm, "home"), unread: 0, testid: "app-home", name: "home", open: go(dm.id, "home") })]);
}

function drawMain() {
  const channel = channelNow();
  if (!channel) {
    $("title").textContent = "まだ誰もいません";
    return;
  }
  const home = channel.im && here.tab === "home";
  const name = channel.im ? state.app.name + (home ? "（ホーム）" : "") : channel.name;
  $("title").replaceChildren(icon(channel.im ? (home ? "home" : "bot") : channel.private ? "lock" : "hash"), name);
  $("topic").textContent = channel.im ? "" : `${channel.members} 人　${channel.topic}`;
  $("messages").hidden = home;
  $("composer").hidden = home;
  $("home").hidden = !home;
  if (home) return drawHome();
  const rows = channel.messages.filter((message) => !message.parent_user_id || message.subtype === "thread_broadcast" || (message.ephemeral && !message.thread_ts));
  drawComposer($("composer"), "composer", "");
  drawList($("messages"), `${state.me}/${channel.id}`, rows, "message");
  const last = rows.at(-1)?.ts;
  if (last && channel.unread && document.visibilityState === "visible") act("read", { channel: channel.id, ts: last });
}

function drawHome() {
  const shown = state.home ? JSON.stringify([state.home.id, state.home.hash]) : "none";
  const node = keep($("home"), "home", shown + state.me, () => el("div", { className: "home-page" },
    state.home ? blocks(state.home.blocks, viewDesk(state.home)) : el("p", { className: "empty" }, "アプリはまだホームを用意していません。")));
  put($("home"), [node]);
}

function drawThread() {
  const channel = channelNow();
  const parent = channel?.messages.find((message) => message.ts === here.thread);
  $("thread").hidden = !parent;
  document.body.classList.toggle("with-thread", Boolean(parent));
  if (!parent) return;
  $("thread-where").textContent = channel.im ? state.app.name : `# ${channel.name}`;
  const rows = channel.messages.filter((message) => message.ts === parent.ts || (message.thread_ts === parent.ts && message.ts !== parent.ts));
  drawComposer($("thread-composer"), "thread", parent.ts);
  drawList($("replies"), `${state.me}/${channel.id}/${parent.ts}`, rows, "reply");
}

function drawList(list, key, messages, kind) {
  if (list.shows !== key) {
    list.shows = key;
    list.parts = new Map();
    list.replaceChildren();
  }
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80 || !list.children.length;
  const nodes = [];
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const stamp = Number(message.ts);
    if (kind === "message" && (!before || day(Number(before.ts)) !== day(stamp))) {
      nodes.push(keep(list, `day-${day(stamp)}`, "", () => el("div", { className: "day" }, el("span", {}, day(stamp)))));
    }
    const joined = before && before.user === message.user && before.username === message.username && !message.ephemeral && !before.ephemeral
      && stamp - Number(before.ts) < 300 && !(before.reply_count && kind === "message") && kind === "message";
    const signature = JSON.stringify([message, joined, here.editing === message.ts, here.thread === message.ts]);
    nodes.push(keep(list, message.ts, signature, () => drawMessage(message, kind, joined)));
    if (kind === "reply" && index === 0) {
      const count = messages.length - 1;
      nodes.push(keep(list, "count", String(count), () => el("div", { className: "day" }, el("span", {}, count ? `${count} 件の返信` : "返信はまだありません"))));
    }
  });
  put(list, nodes);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function drawWarnings() {
  shownWarnings ??= { user: state.me, count: state.warnings.length };
  if (shownWarnings.user === state.me) state.warnings.slice(shownWarnings.count).forEach((warning) => toast(warning.text));
  shownWarnings = { user: state.me, count: state.warnings.length };
}

$("user-switcher").addEventListener("change", async (event) => {
  await switchTo(event.target.value);
  if (here.tab === "home") act("open_home");
});
$("thread-close").replaceChildren(icon("cross"));
$("thread-close").addEventListener("click", () => { here.thread = ""; draw(); });
// Up and down walk through whatever menu is open.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const menu = step && event.target.closest?.(".menu");
  if (!menu) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll("button")];
  buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
});
drawWith(draw);
watch();
