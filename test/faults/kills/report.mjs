/** What was tried and what was lost, in numbers and in words. */
import { faultsIn } from './reckoning.mjs';
import { POINTS } from './world.mjs';

const READY_MS = 30_000;
/** From so many kills on, a failpoint that nobody came to is a fault of the programme. */
const MANY = 100;

export function summaryOf({ backend, seed, kills, seconds, killing, ledger, result, sinks, plants }) {
  const { audit, chain } = result;
  const processes = Object.entries(killing.deaths).map(([kind, ways]) => ({
    kind,
    kills: killing.countOf(kind),
    ways,
    falls: killing.falls[kind],
    longestMs: killing.longest[kind],
  }));
  const late = processes.filter(({ longestMs }) => longestMs > READY_MS);
  const fallen = processes.filter(({ falls }) => falls['while it ran']);
  const unseen = kills < MANY ? [] : Object.entries(POINTS).flatMap(([kind, points]) => points.filter((point) => !killing.deaths[kind][point])); // prettier-ignore
  const faults = [
    ...faultsIn(result).map(([name, list]) => `${list.length} ${name}: ${list.slice(0, 5).join(' | ')}`),
    ...processes
      .filter((one) => one.kills < kills)
      .map((one) => `${one.kind}: ${one.kills} of ${kills} kills in the time that was given`),
    ...late.map(({ kind, longestMs }) => `not ready within 30 s of a kill of ${kind}: ${longestMs} ms`),
    ...fallen.map(({ kind }) => `${kind} ended by itself while it ran`),
    ...unseen.map((point) => `no process came to the failpoint ${point}`),
    ...(plants?.missed ?? []).map((name) => `planted, and not found: ${name}`),
  ];
  return {
    backend,
    seed,
    seconds,
    processes,
    writes: { ...countsOf(result.writes), askedAgain: ledger.repeated },
    notifications: countsOf(result.notifications),
    mails: { ...countsOf(result.mails), repeated: sinks.mailIds.length - new Set(sinks.mailIds).size },
    calls: { ...countsOf(result.calls), repeated: sinks.callIds.length - new Set(sinks.callIds).size },
    answers: { delivered: audit.delivered, unaudited: audit.unaudited.length },
    chain: { holds: !chain.broken, rows: chain.rows, unsealed: chain.unsealed },
    falls: Object.fromEntries(killing.reasons),
    plants,
    faults,
  };
}

const countsOf = ({ owed, found, lost, doubled }) => ({ owed, found, lost: lost.length, doubled: doubled.length });

export function linesOf(summary) {
  const { backend, seed, seconds, processes, writes, notifications, mails, calls, answers, chain, falls, plants, faults } = summary; // prettier-ignore
  const list = (counts) => Object.entries(counts).map(([name, times]) => `${times} ${name}`).join(', '); // prettier-ignore
  const counted = ({ owed, found, lost, doubled }) => `${owed} owed, ${found} found, ${lost} lost, ${doubled} doubled`;
  return [
    '',
    `Queue in ${backend === 'redis' ? 'Redis' : 'PostgreSQL'}, seed ${seed}, ${seconds} s`,
    ...processes.map(
      ({ kind, kills, ways, falls: fell, longestMs }) =>
        `  ${kind}: ${kills} kills (${list(ways)}), longest until ready ${(longestMs / 1_000).toFixed(1)} s${list(fell) && `; ended by itself: ${list(fell)}`}`,
    ),
    `  writes acknowledged: ${counted(writes)}; ${writes.askedAgain} had to be asked again`,
    `  notifications in the inbox: ${counted(notifications)}`,
    `  e-mails at the sink: ${counted(mails)}; ${mails.repeated} came again under their id`,
    `  calls of an agency's system: ${counted(calls)}; ${calls.repeated} came again under their id`,
    `  answers delivered: ${answers.delivered}, ${answers.delivered - answers.unaudited} audited, ${answers.unaudited} not`,
    `  audit chain: ${chain.holds ? 'holds' : 'broken'}, ${chain.rows} rows, ${chain.unsealed} not sealed`,
    ...Object.entries(falls).map(([reason, times]) => `  ${times} × ${reason}`),
    ...(plants ? [`  planted faults: ${plants.found} found, ${plants.missed.length} missed`] : []),
    ...faults.map((text) => `  FAULT ${text}`),
  ];
}
