// The modal on top of the stack.

import { blocks } from "./blocks.js";
import { viewDesk } from "./desks.js";
import { icon } from "./icons.js";
import { $, act, drafts, state } from "./store.js";
import { el, withEmoji } from "./text.js";

export function drawModal() {
  const dialog = $("modal");
  const view = state.modals.at(-1);
  if (!view) {
    if (dialog.open) dialog.close();
    dialog.shows = "";
    return;
  }
  const signature = JSON.stringify([view.id, view.hash, view.errors, view.problem]);
  if (dialog.shows === signature) return;
  const fresh = !dialog.shows?.includes(view.id);
  const focused = document.activeElement?.dataset.testid;
  const scrolled = dialog.querySelector(".modal-body")?.scrollTop ?? 0;
  dialog.shows = signature;
  const close = () => act("close_view", { view_id: view.id });
  const submit = async (event) => {
    event.preventDefault();
    dialog.classList.add("busy");
    const done = await act("submit_view", { view_id: view.id, values: drafts[view.id] ?? {} });
    dialog.classList.remove("busy");
    if (done.ok && !state.modals.some((open) => open.id === view.id)) delete drafts[view.id];
  };
  dialog.replaceChildren(el("form", { novalidate: "", onsubmit: submit },
    el("div", { className: "modal-head" },
      state.modals.length > 1 ? el("button", { type: "button", className: "icon", "aria-label": "前の画面に戻る", onclick: close }, icon("back")) : el("span", { className: "modal-app" }, icon("bot")),
      el("h2", { id: "modal-title" }, withEmoji(view.title.text)),
      el("button", { type: "button", className: "icon", testid: "modal-x", "aria-label": "閉じる", onclick: close }, icon("cross"))),
    el("div", { className: "modal-body" },
      view.problem && el("p", { className: "problem", role: "alert", testid: "modal-problem" }, icon("warn"), view.problem),
      blocks(view.blocks, viewDesk(view))),
    el("div", { className: "dialog-foot" },
      el("button", { type: "button", className: "btn", testid: "modal-close", onclick: close }, view.close?.text ?? (view.submit ? "キャンセル" : "閉じる")),
      view.submit && el("button", { type: "submit", className: "btn primary", testid: "modal-submit" }, view.submit.text))));
  dialog.oncancel = (event) => { event.preventDefault(); close(); };
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".modal-body").scrollTop = fresh ? 0 : scrolled;
  const wanted = dialog.querySelector("[data-focus]") ?? dialog.querySelector(".has-error input, .has-error textarea, .has-error select");
  if (fresh || Object.keys(view.errors).length) (wanted ?? dialog.querySelector(".modal-body :is(input, textarea, select)") ?? dialog.querySelector(".btn"))?.focus();
  else if (focused) dialog.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}
