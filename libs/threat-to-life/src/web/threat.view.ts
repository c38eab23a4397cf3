import type { AnswerThreat } from '../answer-threat.js';
import type { Threat, ThreatDetail, ThreatEntry } from '../threat.js';
import { THREAT_RESULTS, THREAT_WORDS, type ThreatStatus, type ThreatStep } from '../threat.states.js';

/** The forms of an alert by the last part of their address. */
export const STEPS: Record<string, { step: ThreatStep; verb: keyof AnswerThreat; fields: string[]; done: string }> = {
  acceptance: {
    step: 'accept',
    verb: 'accept',
    fields: ['telephoned'],
    done: 'You have accepted this threat to life, and hold it now',
  },
  decisions: { step: 'decide', verb: 'decide', fields: ['decision', 'reason', 'refused'], done: 'Decision logged' },
  'hand-over': { step: 'hand-over', verb: 'handOver', fields: ['version', 'to', 'why'], done: 'Handed over' },
  end: { step: 'end', verb: 'end', fields: ['version', 'result', 'outcome'], done: 'This threat to life has ended' },
};

/** What is typed in the form beside the fields of the step that is taken, and what each is called. */
const WRITTEN: readonly (readonly [name: string, words: string])[] = [
  ['decision', 'What was decided?'],
  ['reason', 'Why?'],
  ['refused', 'What was considered and not done, and why?'],
  ['why', 'Why hand over, and what is still to be done?'],
  ['outcome', 'What came of it?'],
];

const said = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What stood above the other buttons when one was pressed: all but the fields of that one. */
export function besides(taken: readonly string[], body: Record<string, unknown>): Record<string, string> {
  const others = Object.values(STEPS).flatMap(({ fields }) => fields);
  const left = others.filter((field) => field !== 'version' && !taken.includes(field) && said(body[field]));
  return Object.fromEntries(left.map((field) => [field, body[field] as string]));
}

/** Of that, whether something stands in its field again, and what has no field any more: an alert that has ended, or that somebody else holds now, takes none of it. */
export function placesOf({ steps }: ThreatDetail, left: Readonly<Record<string, string>>) {
  const open = new Set(Object.values(STEPS).flatMap(({ step, fields }) => (steps.includes(step) ? fields : [])));
  return {
    below: Object.keys(left).some((name) => open.has(name)),
    homeless: WRITTEN.flatMap(([name, words]) => (left[name] && !open.has(name) ? [{ words, text: left[name] }] : [])),
  };
}

/**
 * Whether this person logged this decision since the form was read, which says how long the log was: the same form sent again, as by loading its answer anew.
 * What was decided before is decided again in the same words, and what a colleague decided is not this person's.
 */
export function logged({ log }: ThreatDetail, name: string, body: Record<string, unknown>): boolean {
  const read = said(body['read']);
  if (!/^\d{1,9}$/.test(read)) return false;
  const plain = (value: unknown): string => said(value).replaceAll('\r\n', '\n');
  return log
    .slice(0, Math.max(log.length - Number(read), 0))
    .some(
      ({ step, by, ...entry }) =>
        step === 'decide' &&
        by === name &&
        (['said', 'reason', 'refused'] as const).every(
          (part) => plain(entry[part]) === plain(body[part === 'said' ? 'decision' : part]),
        ),
    );
}

const COLOURS: Record<ThreatStatus, string> = {
  raised: 'red',
  accepted: 'yellow',
  'handed-over': 'yellow',
  ended: 'green',
};
const resultWords = (result: string | null): string => THREAT_RESULTS.find(([value]) => value === result)?.[1] ?? '';

export const threatRow = (threat: Threat) => ({
  ...threat,
  tag: { words: THREAT_WORDS[threat.status], colour: COLOURS[threat.status] },
  resultWords: resultWords(threat.result),
});

const TITLES: Record<ThreatEntry['step'], (entry: ThreatEntry) => string> = {
  accept: () => 'Accepted',
  decide: ({ said }) => `Decision: ${said}`,
  'hand-over': ({ to }) => `Handed over to ${to ?? 'somebody who has left'}`,
  end: () => 'Ended',
};

function wordsOf({ step, said, reason, refused }: ThreatEntry): string {
  if (step === 'accept') return `Telephoned: ${said}`;
  if (step !== 'decide') return said;
  return `Because: ${reason}${refused ? ` · Not done: ${refused}` : ''}`;
}

export function detailView(threat: ThreatDetail) {
  const open = new Set(threat.steps);
  return {
    threat: threatRow(threat),
    script: threat.script,
    can: {
      accept: open.has('accept'),
      decide: open.has('decide'),
      handOver: open.has('hand-over'),
      end: open.has('end'),
    },
    raisedByReader: threat.raisedByReader && threat.status === 'raised',
    people: threat.mayHold.map(({ id, name }) => ({ value: id, text: name })),
    results: THREAT_RESULTS,
    log: threat.log.map((entry) => ({
      title: TITLES[entry.step](entry),
      by: entry.by,
      at: entry.at,
      text: wordsOf(entry),
    })),
  };
}
