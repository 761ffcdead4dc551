// What happens when a block's parts are pressed, chosen or typed into, in a message or in a view (see blocks.js).

import { act, drafts } from "./store.js";

function chosenOf(held) {
  if (!held) return null;
  if (held.type === "external_select") return held.selected_option;
  const key = Object.keys(held).find((name) => name !== "type");
  const value = held[key];
  if (key === "selected_option") return value?.value ?? null;
  return value;
}

export function messageDesk(message) {
  const target = { channel: message.channel, ts: message.ts };
  const of = (block, element) => ({ ...target, action_id: element.action_id, block_id: block.block_id });
  const later = debounce((block, element, chosen) => act("fill", { ...of(block, element), value: chosen }));
  return {
    prefix: `m${message.ts.replace(".", "-")}`,
    current: (block, element) => chosenOf(message.values[block.block_id]?.[element.action_id]),
    press: (block, element) => act("click", { ...of(block, element), value: element.value ?? null }),
    choose: (block, element, chosen) => act("select", { ...of(block, element), value: chosen }),
    set: later,
    suggest: async (block, element, words) => (await act("suggest", { ...target, query: words, action_id: element.action_id })).result ?? [],
  };
}

export function viewDesk(view) {
  const draft = (drafts[view.id] ??= {});
  const target = { view_id: view.id };
  const hold = (block, element, chosen) => ((draft[block.block_id] ??= {})[element.action_id] = chosen);
  return {
    prefix: view.id,
    errors: view.errors,
    current: (block, element) => draft[block.block_id]?.[element.action_id] ?? chosenOf(view.state.values[block.block_id]?.[element.action_id]),
    press: async (block, element) => { await flush(view); return act("click_view", { ...target, action_id: element.action_id, block_id: block.block_id, value: element.value ?? null }); },
    choose: async (block, element, chosen) => { await flush(view); delete draft[block.block_id]?.[element.action_id]; return act("click_view", { ...target, action_id: element.action_id, block_id: block.block_id, value: chosen }); },
    set: hold,
    suggest: async (block, element, words) => (await act("suggest", { ...target, query: words, action_id: element.action_id })).result ?? [],
  };
}

/** What was typed so far goes along with a press inside the form, as in Slack. */
async function flush(view) {
  const dispatching = new Set(view.blocks.filter((block) => block.dispatch_action).map((block) => block.block_id));
  const values = Object.fromEntries(Object.entries(drafts[view.id] ?? {}).filter(([block]) => !dispatching.has(block)));
  if (Object.keys(values).length) await act("fill_view", { view_id: view.id, values });
}

function debounce(run) {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => run(...given), 300); };
}
