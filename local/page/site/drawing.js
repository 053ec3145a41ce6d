/** Drawing without a framework: everything that people wrote goes in as text, never as markup. */

/**
 * @param {string} name a tag, with classes: `p.text`
 * @param {Record<string, unknown>} attributes `false` and `undefined` leave one out
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  node.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/** One of the symbols of index.html. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  svg.append(use);
  return svg;
}

/** Touches the page only where something changed, so that nothing flickers and nobody loses the cursor. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Makes the children of `parent` one for each item, by the items' `key`, keeping those that are there already.
 *
 * @param {{ create(item: any): Element, update?(node: Element, item: any): void }} drawn
 */
export function drawList(parent, items, { create, update }) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let next = parent.firstElementChild;
  for (const item of items) {
    const node = known.get(item.key) ?? create(item);
    known.delete(item.key);
    node.dataset.key = item.key;
    update?.(node, item);
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
  for (const gone of known.values()) gone.remove();
}
