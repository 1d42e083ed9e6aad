// The session keys of the wallet: this browser's own with its limits and its time, all others by device.

import { button, element, KeyedList, perFrame, setText } from './dom.js';
import { ago, bounded, dateTime, duration, shortAddress } from './format.js';
import { permissionName, scopeWords } from './words.js';
import { keyProofs } from './keyproofs.js';

/**
 * @param {import('./positions.js').Context} context
 * @param {(count: number) => void} count told how many keys are active
 */
export function sessionKeysView(context, count) {
  const { account, session, actions } = context;
  const list = element('div', { class: 'key-list' });
  const none = element('p', { class: 'muted empty', text: 'No session keys yet. Approve one to trade with one click.' });
  const rows = new KeyedList(list, { key: ({ sessionKey }) => sessionKey, create: (details) => keyRow(details, context) });
  const begin = () => (session.isActive ? actions.approve(true) : actions.begin());
  const approve = button('', { kind: 'primary', test: 'renew', run: begin });
  const revokeAll = button('Revoke all', { kind: 'danger', test: 'revoke-all', run: () => actions.revokeAll() });
  const render = perFrame(() => {
    const keys = sortedKeys(account, session);
    none.hidden = keys.length > 0;
    rows.update(keys);
    count(keys.filter(({ status }) => status === 'active').length);
    setText(approve, session.isActive ? 'Renew' : 'Approve a session key');
    revokeAll.disabled = !session.store.get('wallet');
  });
  account.store.watch(['keys'], render);
  session.store.watch(['key', 'details', 'status', 'wallet'], render);
  setInterval(() => !document.hidden && render(), 1_000);
  const note = element('p', { class: 'muted small', text: 'Times are the exchange’s. A day of a limit is a UTC day.' });
  const toolbar = element('div', { class: 'toolbar' }, approve, revokeAll);
  return element('div', { class: 'session-keys' }, toolbar, list, none, keyProofs(context), note);
}

/** This browser's key first, then the active ones, each the newest first. */
function sortedKeys(account, session) {
  const own = session.store.get('key')?.address;
  const rank = ({ sessionKey, status }) => (sessionKey === own ? 2 : 0) + (status === 'active' ? 1 : 0);
  const known = account.store.get('keys');
  const keys = known.length ? known : [session.store.get('details')].filter(Boolean);
  return [...keys].sort((one, other) => rank(other) - rank(one) || other.authorizedAt - one.authorizedAt);
}

function keyRow({ sessionKey }, { session, api, actions, format }) {
  const part = (name = '') => element('span', { class: name });
  const title = element('strong');
  const [own, state, left, scope] = [part('tag'), part('state'), part('mono'), part()];
  const [today, used, refused] = [part(), part('muted'), part('warning')];
  setText(own, 'this browser');
  const name = element('span', { class: 'mono muted', title: sessionKey, text: shortAddress(sessionKey) });
  const revoke = button('Revoke', {
    kind: 'small danger', test: `revoke-${sessionKey}`, 'aria-label': `Revoke key ${shortAddress(sessionKey)}`,
    run: () => actions.revoke(sessionKey),
  });
  const line = (kind, ...parts) => element('p', { class: `key-line ${kind}` }, ...parts);
  const node = element('article', { class: 'key', data: { testid: 'key-row', address: sessionKey } },
    element('div', { class: 'key-head' }, title, own, state, name, left, revoke),
    line('', scope), line('', today), line('small', used, refused));
  const update = (details) => {
    const now = api.now;
    const isOwn = sessionKey === session.store.get('key')?.address;
    const status = details.status === 'active' && details.expiresAt <= now ? 'expired' : details.status;
    const isActive = status === 'active';
    setText(title, bounded(details.name) || 'Key without a name');
    own.hidden = !isOwn;
    setText(state, status === 'revoked' ? revocationWords(details, session, now) : status);
    state.dataset.status = status;
    setText(left, isActive ? `${duration(details.expiresAt - now)} left` : '');
    const may = `May ${permissionName(details.permission)} in ${scopeWords(details)}`;
    setText(scope, `${may}, until ${dateTime(details.expiresAt)}. ${limitWords(details, format)}`);
    setText(today, isActive ? remainingWords(details, format) : '');
    setText(used, usageWords(details, now));
    setText(refused, refusalWords(details));
    revoke.hidden = status === 'revoked';
    revoke.disabled = !(isOwn && session.isActive) && !session.store.get('wallet');
    node.classList.toggle('is-over', !isActive);
  };
  return { node, update };
}

/** The exchange tells that a key was revoked; by whom, this browser knows where it was asked to. */
function revocationWords({ sessionKey, revokedAt }, session, now) {
  const by = { key: ' by the key itself', wallet: ' by the wallet' }[session.revoker(sessionKey)] ?? '';
  return revokedAt ? `revoked ${ago(revokedAt, now)}${by}` : `revoked${by}`;
}

function limitWords({ maximumOrderValue, maximumDailyValue, maximumPriceDeviation }, format) {
  const parts = [
    maximumOrderValue && `at most ${format.fixed(maximumOrderValue, 0)} USD an order`,
    maximumDailyValue && `${format.fixed(maximumDailyValue, 0)} USD a day`,
    maximumPriceDeviation && `${format.percent(maximumPriceDeviation, 0)} off the index price`,
  ].filter(Boolean);
  return parts.length ? `Limits: ${parts.join(', ')}.` : 'No limits.';
}

/** What is left of today's limit; empty where there is none. */
export function remainingWords({ valueRemainingToday, maximumDailyValue }, format) {
  if (valueRemainingToday === undefined) return '';
  return `Left today: ${format.money(valueRemainingToday)} of ${format.fixed(maximumDailyValue, 0)} USD`;
}

function usageWords({ authorizedAt, lastUsedAt, actionCount }, now) {
  const used = lastUsedAt ? `last used ${ago(lastUsedAt, now)}` : 'never used';
  const count = `${actionCount} ${actionCount === 1 ? 'action' : 'actions'} signed`;
  return `Created ${dateTime(authorizedAt)}, ${used}, ${count}. `;
}

function refusalWords({ refusals, custodyAttempts }) {
  const custody = custodyAttempts ? `Tried ${custodyAttempts.count}× what only the wallet may sign: refused. ` : '';
  if (!refusals.count) return custody;
  const last = refusals.lastCode ? `, last: ${bounded(refusals.lastCode)}` : '';
  return `${custody}${refusals.count} refused${last}.`;
}
