import type { AnswerThreat } from '../answer-threat.js';
import type { Threat, ThreatDetail, ThreatEntry } from '../threat.js';
import { THREAT_RESULTS, THREAT_WORDS, type ThreatStatus } from '../threat.states.js';

/** The forms of an alert by the last part of their address. */
export const STEPS: Record<string, { verb: keyof AnswerThreat; fields: string[]; done: string }> = {
  acceptance: {
    verb: 'accept',
    fields: ['telephoned'],
    done: 'You have accepted this threat to life, and hold it now',
  },
  decisions: { verb: 'decide', fields: ['decision', 'reason', 'refused'], done: 'Decision logged' },
  'hand-over': { verb: 'handOver', fields: ['version', 'to', 'why'], done: 'Handed over' },
  end: { verb: 'end', fields: ['version', 'result', 'outcome'], done: 'This threat to life has ended' },
};

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
