// How the session stands, always in sight: the badge on top, the card under the order form, and warnings in time.

import { button, byId, element, setAttribute, setChildren, setText } from './dom.js';
import { duration, shortAddress } from './format.js';
import { permissionName, scopeWords } from './words.js';
import { remainingWords } from './sessionkeysview.js';
import { notify } from './notifications.js';

/** When to warn: these times before the end, of keys that live at least four times as long. */
const warnings = [7 * 86_400_000, 86_400_000, 3_600_000, 300_000];

const approvalWords = 'Your wallet approves once. Then a key that cannot leave this browser signs every order and cancellation, '
  + 'without prompts.';

/**
 * @param {object} context `session`, `activity`, `api`, `format`, `actions`, and `showKeys`, which opens the list of keys
 */
export function showKeyCard({ session, activity, api, format, actions, showKeys }) {
  const badge = makeBadge(showKeys);
  const card = makeCard(actions);
  setChildren(byId('key-card'), card.node);
  const warned = new Set();
  const render = () => {
    const [status, details, address] = ['status', 'details', 'address'].map((name) => session.store.get(name));
    const left = details ? details.expiresAt - api.now : 0;
    badge.update(status, left, address);
    card.update({ status, details, address, left, counts: activity.counts, format });
    if (status === 'active') warnOfEnd(details, left, warned, actions);
  };
  session.store.watch(['status', 'details', 'address'], render);
  activity.store.watch(['entries'], render);
  setInterval(() => !document.hidden && render(), 1_000);
  tellOfEnd(session, actions);
}

function statusWords(status, left) {
  switch (status) {
    case 'active': return ['Session key active · ', duration(left)];
    case 'expired': return ['Session key ', 'expired'];
    case 'revoked': return ['Session key ', 'revoked'];
    default: return ['No session key', ''];
  }
}

function makeBadge(showKeys) {
  const node = byId('session-status');
  // A narrow page has room for the end of it only: the time, or what became of the key.
  const [beginning, end] = [element('span', { class: 'wide-only' }), element('span')];
  setChildren(node, beginning, end);
  node.addEventListener('click', showKeys);
  const update = (status, left, address) => {
    const words = statusWords(status, left);
    node.hidden = !address;
    node.dataset.status = status;
    setText(beginning, words[0]);
    setText(end, words[1]);
    setAttribute(node, 'aria-label', words.join(''));
  };
  return { update };
}

function makeCard(actions) {
  const line = (kind = '') => element('p', { class: `small ${kind}` });
  const [title, scope, today, never, counts] = [element('strong'), line(), line(), line('never'), line('muted')];
  const meter = element('meter', { min: 0, max: 1, value: 1, 'aria-label': 'Left of today’s limit' });
  setText(never, 'It can never withdraw, transfer, deposit or approve other keys.');
  let isActive = false;
  const act = button('', { kind: 'small', run: () => (isActive ? actions.approve(true) : actions.begin()) });
  const head = element('div', { class: 'card-head' }, title, act);
  const node = element('aside', { class: 'card', 'aria-label': 'Session key' }, head, scope, today, meter, never, counts);
  const update = ({ status, details, address, left, counts: made, format }) => {
    node.dataset.status = status;
    isActive = status === 'active';
    setText(title, isActive ? `Session key ${shortAddress(details.sessionKey)}` : statusWords(status, left).join(''));
    setText(act, isActive ? 'Renew' : address ? 'Approve' : 'Connect');
    const may = isActive && `May ${permissionName(details.permission)} in ${scopeWords(details)}`;
    setText(scope, may ? `${may}, for another ${duration(left)}.` : approvalWords);
    const remaining = isActive ? remainingWords(details, format) : '';
    setText(today, remaining);
    meter.hidden = !remaining;
    // A bar's length only.
    if (remaining) setAttribute(meter, 'value', Number(details.valueRemainingToday) / Number(details.maximumDailyValue));
    const hasSigned = made.wallet || made.key;
    setText(counts, hasSigned ? `In this session your wallet signed ${made.wallet}×, the key ${made.key}×.` : '');
  };
  return { node, update };
}

function warnOfEnd({ sessionKey, authorizedAt, expiresAt }, left, warned, actions) {
  const due = warnings.filter((time) => left <= time && expiresAt - authorizedAt >= 4 * time);
  const next = due.at(-1);
  if (next === undefined || warned.has(`${sessionKey}-${next}`)) return;
  for (const time of due) warned.add(`${sessionKey}-${time}`);
  const action = { text: 'Renew', run: () => actions.approve(true) };
  const text = `Your session key expires in ${duration(left)}. Renew it now, and nothing is interrupted.`;
  notify(text, { key: 'session', action });
}

/** A key that ends while it is used is told of at once; one that was found dead is not news. */
function tellOfEnd(session, actions) {
  let before = session.store.get('status');
  session.store.watch(['status'], () => {
    const status = session.store.get('status');
    if (before === 'active' && (status === 'revoked' || status === 'expired')) {
      const what = status === 'revoked' ? 'was revoked' : 'has expired';
      const action = { text: 'Approve a new key', run: () => actions.begin() };
      const text = `Your session key ${what}. What you typed is kept; resting orders are shown as they were.`;
      notify(text, { kind: 'bad', key: 'session', action });
    }
    before = status;
  });
}
