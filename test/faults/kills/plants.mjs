/** Faults planted into a world that lost nothing, one at a time and undone again: what the reckoning must say of each. */
const first = (list, what) => list.find((line) => what in line);

export const PLANTS = [
  ['a write that was acknowledged before its commit, and rolled back', 'writes lost', ({ ledger }) => ledger.effects.push('comment of a stub')],
  ['a comment that is gone', 'writes lost', { sql: `DELETE FROM access.comment WHERE id = (SELECT id FROM access.comment LIMIT 1)` }],
  [
    'a comment written twice under one key',
    'writes doubled',
    { sql: `INSERT INTO access.comment (record_id, agency_id, by_user, text) SELECT record_id, agency_id, by_user, text FROM access.comment LIMIT 1` },
  ],
  ['a write that is never answered', 'writes never answered', ({ ledger }) => ledger.begun.push({ key: 'k', op: 'comment.write' })],
  [
    'a row that is missing in an inbox',
    'notifications lost',
    { sql: `UPDATE notifications.notification SET in_inbox = false WHERE id = (SELECT id FROM notifications.notification LIMIT 1)` },
  ],
  [
    'a second row in an inbox',
    'notifications doubled',
    { sql: `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
        SELECT user_id, -1, kind, record_id, needs_record, 'sent' FROM notifications.notification LIMIT 1` },
  ],
  ['an e-mail that never came', 'e-mails lost', ({ sinks }) => sinks.mailIds.splice(0, sinks.mailIds.length, ...sinks.mailIds.filter((id) => id !== sinks.mailIds[0]))],
  ['an e-mail under another id', 'e-mails doubled', ({ sinks }) => sinks.mailIds.push('another')],
  ['a call that never came', 'calls lost', ({ sinks }) => sinks.callIds.splice(0, sinks.callIds.length, ...sinks.callIds.filter((id) => id !== sinks.callIds[0]))],
  ['a call under another id', 'calls doubled', ({ sinks }) => sinks.callIds.push('another')],
  [
    'an answer whose audit row is gone',
    'answers without an audit row',
    ({ ledger }) => ({ sql: `UPDATE audit.entry SET request_id = 'another' WHERE request_id = '${first(ledger.done, 'request').request}'` }),
  ],
  [
    'an audit row that was changed',
    'breaks of the audit chain',
    { sql: `UPDATE audit.entry SET reason = 'changed' WHERE id = (SELECT entry_id FROM audit.link ORDER BY seq LIMIT 1)` },
  ],
  ['an event that no worker finished', 'left unsettled', { sql: `UPDATE platform.outbox SET done_at = NULL WHERE id = (SELECT min(id) FROM platform.outbox)` }],
]; // prettier-ignore

/**
 * @param reckoned answers the names of the faults that the reckoning sees, given a client, a ledger and the sinks.
 * @returns the plants that were not found, and how many were.
 */
export async function tryPlants({ client, ledger, sinks, reckoned }) {
  const missed = [];
  for (const [name, fault, plant] of PLANTS) {
    const copy = { ledger: globalThis.structuredClone(ledger), sinks: globalThis.structuredClone(sinks) };
    await client.query(`BEGIN; SET LOCAL session_replication_role = 'replica'`);
    try {
      const change = typeof plant === 'function' ? plant(copy) : plant;
      if (change?.sql) await client.query(change.sql);
      const seen = await reckoned(inside(client), copy);
      if (!seen.includes(fault)) missed.push(`${name}: ${seen.join(', ') || 'nothing seen'}`);
    } finally {
      await client.query('ROLLBACK');
    }
  }
  return { found: PLANTS.length - missed.length, missed };
}

/** What begins and undoes a transaction of its own does so inside the one that is under way. */
function inside(client) {
  const words = (text) => {
    if (text.startsWith('BEGIN')) return 'SAVEPOINT inside';
    return text === 'ROLLBACK' ? 'ROLLBACK TO SAVEPOINT inside' : text;
  };
  return { query: (text, values) => client.query(words(text), values) };
}
