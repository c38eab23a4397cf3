/** The ledger that was kept outside against what is found inside. Nothing here knows the product. */
import { readFileSync } from 'node:fs';

/** A last line that was cut when its writer ended counts as not written. */
export function readLedger(file) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return [JSON.parse(text)];
      } catch {
        return [];
      }
    });
  const done = lines.filter((line) => line.done);
  return {
    begun: lines.filter((line) => line.began).map(({ began, op }) => ({ key: began, op })),
    done,
    odd: lines.filter((line) => line.odd),
    /** Request ids of everything that was delivered with success, reads and writes. */
    delivered: lines.filter((line) => line.done || line.read).map(({ request }) => request),
    effects: done.map(({ effect }) => effect),
    notices: done.flatMap(({ notices = [] }) => notices),
    calls: done.flatMap(({ calls = [] }) => calls),
    repeated: done.filter(({ tries }) => tries > 1).length,
  };
}

/** Two lists in which each thing should stand once: what of the owed is missing, and what stands there too often or is owed to nobody. */
export function compare(owed, found) {
  const [wanted, there] = [countOf(owed), countOf(found)];
  const lost = [...wanted].filter(([thing, times]) => (there.get(thing) ?? 0) < times).map(([thing]) => thing);
  const doubled = [...there].filter(([thing, times]) => times > (wanted.get(thing) ?? 0)).map(([thing]) => thing);
  return { owed: owed.length, found: found.length, lost, doubled };
}

function countOf(list) {
  const counts = new Map();
  for (const thing of list) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return counts;
}

/**
 * @param ledger of `readLedger`
 * @param found {effects, notices, mails, calls, audited: Set of request ids, unsettled, chain}; mails and calls as a sink that keeps one for
 *   each id has them, named like the notices and calls that are owed, or by the id alone where no row has it.
 */
export function reckon(ledger, found) {
  const answered = new Set(ledger.done.map(({ done }) => done));
  return {
    writes: compare(ledger.effects, found.effects),
    unanswered: ledger.begun.filter(({ key }) => !answered.has(key)).map(({ key, op }) => `${op} ${key}`),
    odd: ledger.odd.map(({ op, status, text }) => `${op ?? 'client'} ${status ?? ''} ${text}`),
    notifications: compare(ledger.notices, found.notices),
    mails: compare(ledger.notices, found.mails),
    calls: compare(ledger.calls, found.calls),
    audit: {
      delivered: ledger.delivered.length,
      unaudited: ledger.delivered.filter((request) => !found.audited.has(request)),
    },
    unsettled: found.unsettled,
    chain: found.chain,
  };
}

/** What is wrong, by name; empty when nothing was lost. */
export function faultsIn({ writes, unanswered, odd, notifications, mails, calls, audit, unsettled, chain }) {
  const counts = {
    'writes lost': writes.lost,
    'writes doubled': writes.doubled,
    'writes never answered': unanswered,
    'answers that should not be': odd,
    'notifications lost': notifications.lost,
    'notifications doubled': notifications.doubled,
    'e-mails lost': mails.lost,
    'e-mails doubled': mails.doubled,
    'calls lost': calls.lost,
    'calls doubled': calls.doubled,
    'answers without an audit row': audit.unaudited,
    'left unsettled': unsettled,
    'breaks of the audit chain': chain.broken ? [`${chain.broken.kind} at ${chain.broken.seq}`] : [],
    'audit rows not sealed': chain.unsealed > 0 ? [`${chain.unsealed}`] : [],
  };
  return Object.entries(counts).filter(([, list]) => list.length > 0);
}
