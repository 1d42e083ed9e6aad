// Tables whose rows are kept while their numbers change; on a narrow page each row becomes a card.

import { element, KeyedList, setText } from './dom.js';

/**
 * A column: its title, and the text of a cell, or a cell made once and updated.
 *
 * @typedef {object} Column
 * @property {string} title
 * @property {(item: any) => string} [text]
 * @property {(item: any) => string} [tone] a class such as `gain`
 * @property {(current: () => any) => {node: Node, update: (item: any) => void}} [make] for cells with buttons; `current`
 *   gives the item as it is by then
 * @property {boolean} [isNumber]
 */

/**
 * @param {object} options
 * @param {string} options.caption for screen readers
 * @param {Column[]} options.columns
 * @param {(item: any) => string} options.key
 * @param {string} options.empty what is shown in place of no rows
 * @param {string} [options.rowTest] `data-testid` of the rows
 * @returns {{node: HTMLElement, update: (items: any[]) => void}}
 */
export function makeTable({ caption, columns, key, empty, rowTest }) {
  const body = element('tbody');
  const none = element('p', { class: 'muted empty', text: empty });
  const head = element('tr', {}, ...columns.map(headCell));
  const name = element('caption', { class: 'visually-hidden', text: caption });
  const table = element('table', { class: 'table' }, name, element('thead', {}, head), body);
  const rows = new KeyedList(body, { key, create: (item) => makeRow(columns, item, rowTest, key) });
  const update = (items) => {
    none.hidden = items.length > 0;
    table.hidden = items.length === 0;
    rows.update(items);
  };
  update([]);
  return { node: element('div', { class: 'table-box' }, table, none), update };
}

function headCell({ title, isNumber }) {
  const text = title || element('span', { class: 'visually-hidden', text: 'Action' });
  return element('th', { scope: 'col', class: isNumber ? 'number' : '' }, text);
}

/** A column of numbers. */
export function numberColumn(title, text, tone) {
  return { title, text, tone, isNumber: true };
}

function makeRow(columns, first, rowTest, key) {
  let current = first;
  const cells = columns.map(({ title, make, isNumber }) => {
    const node = element('td', { class: isNumber ? 'number' : '', data: { label: title } });
    const made = make?.(() => current);
    if (made) node.append(made.node);
    return { node, made };
  });
  const data = rowTest ? { testid: rowTest, id: key(first) } : {};
  const node = element('tr', { data }, ...cells.map((cell) => cell.node));
  const update = (item) => {
    current = item;
    columns.forEach(({ text, tone, isNumber }, index) => {
      const { node: cell, made } = cells[index];
      if (made) made.update(item);
      else setText(cell, text(item));
      if (tone) cell.className = `${isNumber ? 'number ' : ''}${tone(item)}`;
    });
  };
  return { node, update };
}

/** A cell with one button. */
export function buttonCell({ text, label, test, run, isDangerous = false }) {
  return (current) => {
    const node = element('button', { type: 'button', class: `button small ${isDangerous ? 'danger' : ''}`, text });
    node.addEventListener('click', (event) => run(current(), event));
    const update = (item) => {
      node.setAttribute('aria-label', label(item));
      if (test) node.dataset.testid = test(item);
    };
    return { node, update };
  };
}
