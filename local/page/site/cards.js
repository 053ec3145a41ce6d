import { drawList, element, icon, setText } from "./drawing.js";

const exactTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const relativeTime = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** @returns a `<time>` that `tick` keeps current */
function time(at) {
  return element("time", { datetime: at, title: exactTime.format(new Date(at)) }, ago(at));
}

/** Lets time pass on the whole page. */
export function tick() {
  for (const node of document.querySelectorAll("time")) setText(node, ago(node.dateTime));
}

function ago(at) {
  const seconds = Math.round((Date.now() - Date.parse(at)) / 1000);
  const [unit, length] = UNITS.find(([, unitSeconds]) => seconds >= unitSeconds) ?? [];
  return unit ? relativeTime.format(-Math.floor(seconds / length), unit) : "just now";
}

function avatar(name, isOurs) {
  const initials = name
    .split(/[\s._]+/)
    .filter(Boolean)
    .map(([first]) => first)
    .slice(0, 2)
    .join("");
  const node = element(isOurs ? "span.avatar.ours" : "span.avatar", { "aria-hidden": "true" }, initials.toUpperCase());
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  node.style.setProperty("--hue", hue);
  return node;
}

/** Addresses become links; names and hashtags only their colour: they lead nowhere here. */
function richText(text) {
  const parts = text.split(/(https?:\/\/[^\s<>]+[^\s<>.,;:!?)]|[@#][\p{L}\p{N}_.]*[\p{L}\p{N}_])/u);
  return parts.map((part, index) => {
    if (index % 2 === 0) return part;
    return part.startsWith("http")
      ? outwardLink(part, part.replace(/^https?:\/\//, ""))
      : element("span.tag", {}, part);
  });
}

function outwardLink(href, ...children) {
  return element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

const paragraph = (text) => element("p.text", { dir: "auto" }, ...richText(text));

function linkCard(link) {
  const address = URL.parse(link);
  if (!address?.protocol.startsWith("http")) return "";
  const path = decodeURI(address.pathname).replaceAll("/", " ").replaceAll("-", " ").trim();
  return element(
    "p.link",
    {},
    outwardLink(link, element("small", {}, address.host), element("b", {}, path || address.host)),
  );
}

function medium({ kind, alt, src }) {
  if (kind === "video") {
    return element("video", {
      src,
      controls: true,
      loop: true,
      playsinline: true,
      preload: "metadata",
      "aria-label": alt,
    });
  }
  return element("img", { src, alt, loading: "lazy", decoding: "async" });
}

function gallery(media) {
  if (media.length === 0) return "";
  const slides = element("ul.slides", { tabindex: media.length > 1 ? 0 : undefined });
  slides.append(...media.map((one) => element("li", {}, medium(one))));
  const node = element("div.media", { "data-count": media.length }, slides);
  if (media.length === 1) return node;
  const position = element("span.position", { "aria-hidden": "true" }, `1/${media.length}`);
  const current = () => Math.round(slides.scrollLeft / Math.max(slides.clientWidth, 1));
  slides.setAttribute("aria-label", `${media.length} pictures`);
  slides.addEventListener("scroll", () => setText(position, `${current() + 1}/${media.length}`));
  const step = (by, label, sign) => {
    const button = element("button.step", { type: "button", "aria-label": label }, sign);
    button.addEventListener("click", () =>
      slides.scrollTo({ left: (current() + by) * slides.clientWidth, behavior: "smooth" }),
    );
    return button;
  };
  node.append(step(-1, "Previous picture", "‹"), step(1, "Next picture", "›"), position);
  return node;
}

function byline(author, at, { isOurs, handle = "" }) {
  return element(
    "header.by",
    {},
    avatar(author, isOurs),
    element("span.name", {}, author),
    element("span.handle", {}, handle),
    time(at),
  );
}

function counted(name, symbol, singular) {
  const number = element("b");
  const word = element("span.word");
  const node = element(`span.number.${name}`, {}, icon(symbol), number, " ", word);
  return {
    node,
    show(count) {
      setText(number, String(count));
      setText(word, count === 1 || singular.endsWith("s") ? singular : `${singular}s`);
      node.classList.toggle("none", count === 0);
    },
  };
}

/** What goes with each card, to bring it up to date. */
const updates = new WeakMap();

/** A list of cards. `makers` are told apart by the item's `card`. */
export function drawCards(parent, items, makers) {
  drawList(parent, items, {
    create(item) {
      const { node, show } = makers[item.card](item);
      updates.set(node, show);
      node.classList.toggle("new", document.body.classList.contains("drawn"));
      return node;
    },
    update: (node, item) => updates.get(node)(item),
  });
}

function messageCard({ author, text, at, isOurs }) {
  const marks = isOurs ? [element("span.mark", {}, "Author")] : [];
  const body = element("div.said", {}, element("span.name", {}, author), ...marks, " ", paragraph(text));
  const node = element(isOurs ? "li.message.ours" : "li.message", {}, avatar(author, isOurs), body, time(at));
  return { node, show() {} };
}

function threadCard(thread) {
  const { node } = messageCard(thread);
  const answers = element("ul.answers", { "aria-label": "Answers" });
  node.append(answers);
  const show = (current) => drawCards(answers, keyed(current.answers, "message"), { message: messageCard });
  return { node, show };
}

/** Items as `drawCards` wants them. */
export function keyed(items, card) {
  return items.map((item) => ({ ...item, card, key: `${card} ${item.id}` }));
}

/** @param writing the form below the post */
export function postCard({ profile, post, writing }) {
  const { text, link, media, at } = post;
  const likes = counted("likes", "heart", "like");
  const comments = counted("comments", "bubble", "comment");
  const shares = counted("shares", "again", "share");
  const thread = element("ul.thread", { "aria-label": "Comments" });
  const caption = paragraph(text);
  caption.prepend(element("b.caption", {}, `${profile.handle} `));
  const node = element(
    "article.card.post",
    {},
    byline(profile.name, at, { isOurs: true, handle: profile.handle }),
    caption,
    gallery(media),
    link && !text.includes(link) ? linkCard(link) : "",
    element("p.numbers", {}, likes.node, comments.node, shares.node),
    thread,
    writing,
  );
  const show = ({ post: current }) => {
    likes.show(current.likes);
    shares.show(current.shares);
    comments.show(current.comments.reduce((sum, { answers }) => sum + 1 + answers.length, 0));
    drawCards(thread, keyed(current.comments, "thread"), { thread: threadCard });
  };
  return { node, show };
}

/** Somebody else's writing that names us. */
export function mentionCard({ thread: { author, text, at } }) {
  const answers = element("ul.thread", { "aria-label": "Answers" });
  const node = element("article.card.mention", {}, byline(author, at, { isOurs: false }), paragraph(text), answers);
  const show = ({ thread }) => drawCards(answers, keyed(thread.answers, "message"), { message: messageCard });
  return { node, show };
}

/** What was said to one person and by them, as they see it. */
export function conversationCard({ name }) {
  const messages = element("ol.bubbles");
  const node = element("li.conversation", {}, element("h4", {}, avatar(name, false), name), messages);
  const bubble = ({ text, at, isOurs }) => ({
    node: element(isOurs ? "li.bubble.ours" : "li.bubble", {}, paragraph(text), time(at)),
    show() {},
  });
  const show = (current) => drawCards(messages, keyed(current.messages, "bubble"), { bubble });
  return { node, show };
}
