// Every signature of this session: who signed what, and how long it took.

import { element, KeyedList, perFrame, setChildren, setText } from './dom.js';
import { clock, milliseconds, shortAddress } from './format.js';
import { fieldList } from './typeddata.js';

const statusNames = {
  signing: 'signing', sent: 'sent', done: 'accepted', refused: 'refused', declined: 'declined', unknown: 'unknown',
};

/** @param {import('./activity.js').Activity} activity */
export function activityView(activity) {
  const wallet = figure('Signed by your wallet', 'wallet-signatures');
  const key = figure('Signed by the session key', 'key-signatures');
  const median = figure('Order: click to acknowledged, median', 'median-milliseconds');
  const list = element('ol', { class: 'activity', 'aria-label': 'Signatures, newest first' });
  const none = element('p', { class: 'muted empty', text: 'Nothing has been signed yet. All that is will be listed here.' });
  const rows = new KeyedList(list, { key: ({ id }) => id, create: entryRow });
  const render = perFrame(() => {
    const [entries, counts, time] = [activity.store.get('entries'), activity.counts, activity.medianMilliseconds];
    setText(wallet.value, String(counts.wallet));
    setText(key.value, String(counts.key));
    setText(median.value, time === null ? '–' : milliseconds(time));
    none.hidden = entries.length > 0;
    rows.update(entries);
  });
  activity.store.watch(['entries'], render);
  return element('div', {}, element('dl', { class: 'values' }, wallet.node, key.node, median.node), list, none);
}

function figure(title, test) {
  const value = element('dd', { class: 'mono', text: '–', data: { testid: test } });
  return { node: element('div', {}, element('dt', { text: title }), value), value };
}

function entryRow(first) {
  const isKey = first.signer === 'key';
  const part = (name) => element('span', { class: name });
  const [status, took, answer] = [part('state'), part('muted took small'), part('muted answer')];
  const details = element('details', { class: 'signed' }, element('summary', { text: 'What was signed' }));
  const node = element('li', { class: 'entry', data: { testid: 'activity-entry', signer: first.signer } },
    element('span', { class: 'mono muted small', text: clock(first.time) }),
    element('span', { class: `signer ${first.signer}`, text: isKey ? 'key' : 'wallet', title: first.by }),
    element('span', { class: 'entry-words', text: first.words }), status, took, answer, details);
  let shown = '';
  const update = (entry) => {
    setText(status, statusNames[entry.status]);
    status.dataset.status = entry.status;
    setText(took, times(entry, isKey));
    setText(answer, entry.answer ?? '');
    if (entry.milliseconds !== undefined) node.dataset.milliseconds = entry.milliseconds.toFixed(2);
    Object.assign(node.dataset, { status: entry.status, call: entry.call });
    details.hidden = !entry.digest;
    if (!entry.digest || shown === entry.digest) return;
    shown = entry.digest;
    setChildren(details, details.firstChild, ...signedWords(entry, isKey));
  };
  return { node, update };
}

function times({ signingMilliseconds, admissionMilliseconds, milliseconds: all }, isKey) {
  const wasAdmitted = admissionMilliseconds !== undefined;
  return [
    signingMilliseconds !== undefined && `${isKey ? 'signed' : 'you took'} ${milliseconds(signingMilliseconds)}`,
    wasAdmitted && `admitted ${milliseconds(admissionMilliseconds)}`,
    wasAdmitted && isKey && `click to answer ${milliseconds(all)}`,
  ].filter(Boolean).join(' · ');
}

function signedWords({ primaryType, by, digest, fields = [] }, isKey) {
  return [
    element('p', { class: 'small' },
      element('strong', { class: 'mono', text: primaryType }), ` by ${isKey ? 'session key' : 'wallet'} ${shortAddress(by)}`),
    element('p', { class: 'small digest' },
      element('span', { class: 'muted', text: 'Digest ' }), element('span', { class: 'mono', text: digest })),
    fieldList(fields),
  ];
}
