// Elements without markup in strings: texts of strangers are texts, and Trusted Types have nothing to complain about.

/**
 * Makes an element.
 *
 * @param {string} tag
 * @param {Object<string, any>} [options] `class`, `text`, `data` (data-attributes), `on` (listeners); anything else is an
 *   attribute, left out where it is `false`, `null` or `undefined`
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function element(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name === 'text') node.textContent = value;
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (name === 'on') for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * Makes a button.
 *
 * @param {string} text
 * @param {object} [options] any of {@link element}; `kind` are its looks, `test` is its `data-testid`, `run` hears of clicks
 * @returns {HTMLButtonElement}
 */
export function button(text, { kind = '', test, run, ...options } = {}) {
  const node = element('button', { type: 'button', class: `button ${kind}`, text, ...options });
  if (test) node.dataset.testid = test;
  if (run) node.addEventListener('click', run);
  return node;
}

/** The button that takes away what it stands in. */
export function closingButton(label, run) {
  return element('button', { type: 'button', class: 'icon-button', 'aria-label': label, text: '✕', on: { click: run } });
}

/** The element of the page with an id, which must be there. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}

/** Writes a text where it differs, so that selections and screen readers are left alone where nothing changed. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute, or removes it where the value is `null` or `false`. */
export function setAttribute(node, name, value) {
  if (value === null || value === false || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** Swaps all children of an element. */
export function setChildren(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/** Runs a function once in the next frame, however often it is asked for until then. */
export function perFrame(run) {
  let isWaiting = false;
  const go = () => {
    isWaiting = false;
    run();
  };
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    // A page in the background has no frames, and need not be drawn often.
    if (document.hidden) setTimeout(go, 500);
    else requestAnimationFrame(go);
  };
}

/**
 * A list of rows that are kept as long as their item is there: focus, selection and scroll position survive updates.
 *
 * @template Item
 */
export class KeyedList {
  #parent;
  #key;
  #create;
  #rows = new Map();

  /**
   * @param {HTMLElement} parent
   * @param {object} options
   * @param {(item: Item) => string} options.key
   * @param {(item: Item) => {node: HTMLElement, update: (item: Item) => void}} options.create
   */
  constructor(parent, { key, create }) {
    this.#parent = parent;
    this.#key = key;
    this.#create = create;
  }

  /** @param {Item[]} items in the order in which they are shown */
  update(items) {
    const wanted = new Set(items.map(this.#key));
    for (const [key, row] of this.#rows) {
      if (wanted.has(key)) continue;
      this.#keepFocus(row.node);
      row.node.remove();
      this.#rows.delete(key);
    }
    let cursor = this.#parent.firstChild;
    for (const item of items) {
      const key = this.#key(item);
      let row = this.#rows.get(key);
      if (!row) {
        row = this.#create(item);
        this.#rows.set(key, row);
      }
      row.update(item);
      if (row.node === cursor) cursor = cursor.nextSibling;
      else this.#parent.insertBefore(row.node, cursor);
    }
  }

  /** A row that goes away hands the focus to its neighbour, or to what it stood in. */
  #keepFocus(node) {
    if (!node.contains(document.activeElement)) return;
    const neighbour = node.nextElementSibling ?? node.previousElementSibling;
    const next = neighbour?.querySelector('button') ?? this.#parent.closest('[tabindex]');
    next?.focus({ preventScroll: true });
  }
}
