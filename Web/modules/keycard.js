// How the session stands, always in sight: the badge on top, the card under the order form, and warnings in time.

import { byId, element, setAttribute, setChildren, setText } from './dom.js';
import { duration, shortAddress } from './format.js';
import { permissionName } from './words.js';
import { notify } from './notifications.js';

/** When to warn: these times before the end, of keys that live longer than four times as long. */
const warnings = [7 * 86_400_000, 86_400_000, 3_600_000, 300_000];

/**
 * @param {object} context `session`, `activity`, `api`, `format`, `actions`, and `showKeys`, which opens the list of keys
 */
export function showKeyCard({ session, activity, api, format, actions, showKeys }) {
  const badge = byId('session-status');
  const card = makeCard(actions);
  setChildren(byId('key-card'), card.node);
  const [prefix, suffix] = [element('span', { class: 'wide-only' }), element('span')];
  setChildren(badge, prefix, suffix);
  badge.addEventListener('click', showKeys);
  const warned = new Set();
  const render = () => {
    const [status, details, address] = ['status', 'details', 'address'].map((name) => session.store.get(name));
    const left = details ? details.expiresAt - api.now : 0;
    badge.hidden = !address;
    badge.dataset.status = status;
    // A narrow page has room for the end of it only: the time, or what became of the key.
    const [beginning, end] = parts(badgeText(status, left));
    setText(prefix, beginning);
    setText(suffix, end);
    setAttribute(badge, 'aria-label', badgeText(status, left));
    card.update({ status, details, address, left, counts: activity.counts, format });
    if (status === 'active') warnOfEnd(details, left, warned, actions);
  };
  session.store.watch(['status', 'details', 'address'], render);
  activity.store.watch(['entries'], render);
  setInterval(() => !document.hidden && render(), 1_000);
  tellOfEnd(session, actions);
}

function badgeText(status, left) {
  switch (status) {
    case 'active': return `Session key active · ${duration(left)}`;
    case 'expired': return 'Session key expired';
    case 'revoked': return 'Session key revoked';
    default: return 'No session key';
  }
}

function parts(text) {
  const at = text.lastIndexOf('· ') + 2;
  const cut = at > 1 ? at : text.startsWith('Session key ') ? 'Session key '.length : text.length;
  return [text.slice(0, cut), text.slice(cut)];
}

function makeCard(actions) {
  const [title, scope, today, counts] = [element('strong'), element('p', { class: 'small' }), element('p', { class: 'small' }), element('p', { class: 'small muted' })];
  const meter = element('meter', { min: 0, max: 1, value: 1, 'aria-label': 'Left of today’s limit' });
  const never = element('p', { class: 'small never', text: 'It can never withdraw, transfer, deposit or approve other keys.' });
  const button = element('button', { type: 'button', class: 'button small', on: { click: () => (button.dataset.renews === 'true' ? actions.approve(true) : actions.begin()) } });
  const node = element('aside', { class: 'card', 'aria-label': 'Session key' }, element('div', { class: 'card-head' }, title, button), scope, today, meter, never, counts);
  const update = ({ status, details, address, left, counts: made, format }) => {
    node.dataset.status = status;
    const isActive = status === 'active';
    setText(title, isActive ? `Session key ${shortAddress(details.sessionKey)}` : badgeText(status, left));
    setText(button, isActive ? 'Renew' : address ? 'Approve' : 'Connect');
    button.dataset.renews = String(isActive);
    setText(scope, isActive
      ? `May ${permissionName(details.permission)} in ${details.markets.length ? details.markets.join(', ') : 'all markets'}, for another ${duration(left)}.`
      : 'Your wallet approves once. Then a key that cannot leave this browser signs every order and cancellation, without prompts.');
    const hasLimit = isActive && details.valueRemainingToday !== undefined;
    setText(today, hasLimit ? `Left today: ${format.money(details.valueRemainingToday)} of ${format.fixed(details.maximumDailyValue, 0)} USD` : '');
    meter.hidden = !hasLimit;
    // A bar's length only.
    if (hasLimit) setAttribute(meter, 'value', Number(details.valueRemainingToday) / Number(details.maximumDailyValue));
    setText(counts, made.wallet || made.key ? `In this session your wallet signed ${made.wallet}×, the key ${made.key}×.` : '');
  };
  return { node, update };
}

function warnOfEnd({ sessionKey, authorizedAt, expiresAt }, left, warned, actions) {
  const due = warnings.filter((time) => left <= time && expiresAt - authorizedAt >= 4 * time);
  const next = due.at(-1);
  if (next === undefined || warned.has(`${sessionKey}-${next}`)) return;
  for (const time of due) warned.add(`${sessionKey}-${time}`);
  notify(`Your session key expires in ${duration(left)}. Renew it now, and nothing is interrupted.`, { key: 'session', action: { text: 'Renew', run: () => actions.approve(true) } });
}

/** A key that ends while it is used is told of at once; one that was found dead is not news. */
function tellOfEnd(session, actions) {
  let before = session.store.get('status');
  session.store.watch(['status'], () => {
    const status = session.store.get('status');
    if (before === 'active' && (status === 'revoked' || status === 'expired')) {
      notify(`Your session key ${status === 'revoked' ? 'was revoked' : 'has expired'}. What you typed is kept; resting orders are shown as they were.`,
        { kind: 'bad', key: 'session', action: { text: 'Approve a new key', run: () => actions.begin() } });
    }
    before = status;
  });
}
