import { dateTimeUk, dateUk } from '@clin/web-kit';
import { clockWords } from '@clin/platform/working-time';
import { USE_WORDS, type Use } from './originator-rules.js';
import { STATE_WORDS, type PermissionState } from './permission.states.js';

interface Told {
  use: Use;
  to?: string | null;
  toName?: string | null;
  state: PermissionState;
  overdue: boolean;
  dueAt: Date;
  validUntil?: Date | null;
  takenBack?: boolean;
}

export const STATE_COLOURS: Record<PermissionState, string> = {
  asked: 'blue',
  granted: 'green',
  refused: 'red',
  expired: 'grey',
  withdrawn: 'grey',
  ended: 'grey',
};

/** "Act on it", "Have it shared with NCLCC". */
export function useTitle({ use, to, toName }: Pick<Told, 'use' | 'to' | 'toName'>): string {
  const words = use === 'share' && to ? `have it shared with ${toName ?? to}` : USE_WORDS[use];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The last day on which a permission holds: it ends with that day. */
export const lastDay = (until: Date | null | undefined): string =>
  until ? dateUk(new Date(until.getTime() - 60_000)) : '';

/** Where the request stands, in one sentence. */
export function standing(told: Told, now: Date): string {
  switch (told.state) {
    case 'asked':
      return `${clockWords(now, told.dueAt)} (${dateTimeUk(told.dueAt)})`;
    case 'granted':
      return `Until ${lastDay(told.validUntil)}`;
    case 'expired':
      return `Expired after ${lastDay(told.validUntil)}: ask again`;
    case 'withdrawn':
      return told.takenBack ? 'Taken back by the originator' : 'Withdrawn by the agency that asked';
    case 'ended':
      return 'The sharing that it rested on has ended';
    case 'refused':
      return '';
  }
}

const STEP_WORDS: Record<string, string> = {
  ask: 'Asked',
  consent: 'A source handler consented',
  object: 'A source handler objected',
  grant: 'Granted',
  refuse: 'Refused',
  withdraw: 'Withdrawn',
  'share-on': 'Shared on',
};
export const stepWords = (action: string): string => STEP_WORDS[action] ?? action;

/** A request as other pages list it, such as that of the record. */
export interface RequestLine {
  href: string;
  title: string;
  who: string;
  tag: { text: string; colour: string };
  standing: string;
}

export const tagOf = ({ state, overdue }: Pick<Told, 'state' | 'overdue'>): RequestLine['tag'] =>
  overdue ? { text: 'Overdue', colour: 'red' } : { text: STATE_WORDS[state], colour: STATE_COLOURS[state] };

export function requestLine(
  row: Told & { id: string; side: 'asker' | 'owner'; askerName: string; ownerName: string },
  now: Date,
): RequestLine {
  return {
    href: `/permissions/${row.id}`,
    title: useTitle(row),
    who: row.side === 'owner' ? `Asked by ${row.askerName}` : `Asked of ${row.ownerName}`,
    tag: tagOf(row),
    standing: standing(row, now),
  };
}
