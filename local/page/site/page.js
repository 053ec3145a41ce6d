import { conversationCard, drawCards, keyed, mentionCard, postCard, tick } from "./cards.js";
import { drawList, element, icon, setText } from "./drawing.js";

const REFRESH_MS = 1500;
const VISITORS = ["Camille Petit", "Zoé Ferrand", "Inès Marchand", "Théo Gauthier", "Chloé Lefèvre", "Noël Dubois"];

const author = document.getElementById("author");
const trouble = document.getElementById("trouble");
const tabs = document.getElementById("tabs");
const columns = new Map();

author.value = localStorage.getItem("author") ?? VISITORS[Math.floor(Math.random() * VISITORS.length)];
author.addEventListener("input", () => localStorage.setItem("author", author.value));

/** A line to write in. What was typed stays until the network has it. */
function writingForm(path, known, label) {
  const input = element("input", {
    name: "text",
    "aria-label": label,
    placeholder: label,
    maxlength: 2000,
    autocomplete: "off",
    required: true,
  });
  const button = element("button.send", { "aria-label": "Send" }, icon("send"));
  const problem = element("p.problem", { role: "alert" });
  const form = element("form.writing", {}, input, button, problem);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!author.reportValidity()) return;
    button.disabled = true;
    setText(problem, await send(path, { ...known, author: author.value, text: input.value }));
    button.disabled = false;
    if (problem.textContent === "") input.value = "";
    await refresh();
  });
  return form;
}

/** @returns what went wrong, or nothing */
async function send(path, body) {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return response.ok ? "" : (await response.json()).problem;
  } catch {
    return "Nobody is there: is the laptop running?";
  }
}

function createColumn({ network, displayName: name, profile, isHeard }) {
  const heading = element("h2", { id: `heading-${network}` }, name);
  const count = element("span.count");
  const feed = element("div.feed");
  const conversations = element("ol.conversations");
  const unread = element("span.count");
  const chat = element(
    "details.chat",
    { open: matchMedia("(min-width: 900px)").matches },
    element("summary", {}, icon("letter"), "Messages ", unread),
    conversations,
    writingForm("/direct", { network }, `Write to ${profile.name} privately`),
  );
  const mention = isHeard ? writingForm("/mention", { network }, `Mention @${profile.handle}`) : "";
  const node = element(
    `section.network.${network}`,
    { id: `network-${network}`, "aria-labelledby": heading.id },
    element("header.head", {}, heading, element("span.handle", {}, `@${profile.handle}`), count),
    element("div.scroll", { role: "region", tabindex: 0, "aria-label": `${name}, posts` }, mention, feed),
    isHeard ? chat : "",
  );
  const tab = element("button.tab", { type: "button", "aria-controls": node.id }, name);
  tab.addEventListener("click", () => choose(network));
  tabs.append(tab);
  const column = { node, tab, feed, conversations, count, unread };
  columns.set(network, column);
  return node;
}

/** On a phone there is room for one network. */
function choose(network) {
  for (const [name, { node, tab }] of columns) {
    node.classList.toggle("chosen", name === network);
    tab.setAttribute("aria-pressed", String(name === network));
  }
}

function updateColumn(_, { network, profile, isHeard, posts, mentions, conversations }) {
  const column = columns.get(network);
  const writing = ({ id }) => (isHeard ? writingForm("/comment", { network, postId: id }, "Add a comment") : "");
  const items = [
    ...keyed(posts, "post").map((post) => ({ ...post, post, profile })),
    ...keyed(mentions, "mention").map((thread) => ({ ...thread, thread })),
  ];
  items.sort((one, other) => other.at.localeCompare(one.at));
  drawCards(column.feed, items, {
    post: (item) => postCard({ ...item, writing: writing(item) }),
    mention: mentionCard,
  });
  const isAtEnd = endIsVisible(column.conversations);
  drawCards(column.conversations, keyed(conversations, "conversation").reverse(), { conversation: conversationCard });
  if (isAtEnd) column.conversations.scrollTop = column.conversations.scrollHeight;
  setText(column.count, `${posts.length} ${posts.length === 1 ? "post" : "posts"}`);
  setText(column.unread, conversations.length === 0 ? "" : String(conversations.length));
}

function endIsVisible({ scrollTop, clientHeight, scrollHeight }) {
  return scrollHeight - scrollTop - clientHeight < 24;
}

function draw({ company, networks }) {
  setText(document.getElementById("subtitle"), `${company} on ${networks.length} simulated networks, on this machine`);
  const items = networks.map((timeline) => ({ key: timeline.network, ...timeline }));
  drawList(document.getElementById("networks"), items, { create: createColumn, update: updateColumn });
  if (!document.querySelector(".network.chosen") && networks.length > 0) choose(networks[0].network);
  tick();
  // What comes from now on is new.
  requestAnimationFrame(() => document.body.classList.add("drawn"));
}

async function refresh() {
  try {
    const response = await fetch("/timelines.json");
    draw(await response.json());
    trouble.hidden = true;
  } catch {
    setText(trouble, "The laptop does not answer. This page goes on by itself when it is back.");
    trouble.hidden = false;
  }
}

async function keepRefreshing() {
  if (!document.hidden) await refresh();
  setTimeout(keepRefreshing, REFRESH_MS);
}

await keepRefreshing();
