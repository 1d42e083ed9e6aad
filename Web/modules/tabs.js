// Tabs, as screen readers and keyboards know them: the arrow keys change, one tab is in the tab order.

import { byId, element, setText } from './dom.js';

/**
 * Makes the tabs of the account.
 *
 * @param {Array<{id: string, title: string, panel: HTMLElement}>} list
 * @returns {{select: (id: string) => void, count: (id: string, number: number) => void}}
 */
export function makeTabs(list) {
  const tabs = list.map(({ id, title, panel }) => {
    const badge = element('span', { class: 'count' });
    const [tabId, panelId] = [`tab-${id}`, `panel-${id}`];
    const tab = element('button', {
      type: 'button', role: 'tab', id: tabId, 'aria-controls': panelId, class: 'tab', data: { testid: tabId },
    }, title, badge);
    const wrap = element('div', {
      role: 'tabpanel', id: panelId, 'aria-labelledby': tabId, class: 'tab-panel', tabindex: 0,
    }, panel);
    tab.addEventListener('click', () => select(id));
    return { id, tab, wrap, badge };
  });
  byId('tabs').append(...tabs.map(({ tab }) => tab));
  byId('tab-panels').append(...tabs.map(({ wrap }) => wrap));
  byId('tabs').addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const index = tabs.findIndex(({ tab }) => tab === document.activeElement);
    if (!step || index < 0) return;
    event.preventDefault();
    const next = tabs[(index + step + tabs.length) % tabs.length];
    select(next.id);
    next.tab.focus();
  });

  function select(chosen) {
    for (const { id, tab, wrap } of tabs) {
      const isChosen = id === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      wrap.hidden = !isChosen;
      if (isChosen) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  function count(id, number) {
    const { badge } = tabs.find((entry) => entry.id === id);
    setText(badge, number ? String(number) : '');
  }

  select(list[0].id);
  return { select, count };
}
