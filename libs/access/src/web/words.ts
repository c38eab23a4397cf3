import { inWords, type LevelWords } from '@clin/platform/sensitivity';
import { dateTimeUk, dateUk, ROLE_WORDS } from '@clin/web-kit';
import type { SightCheck, StandingDisclosure, WhyNot } from '../check-sight.js';
import type { HeldThrough, LabelChange, Why } from '../explanation.js';
import { count, peopleWords } from '../difference-words.js';
import type { Ending } from '../sight-history.js';

export const ENDED: Record<Ending, string> = {
  revoked: 'revoked',
  expired: 'expired',
  'agreement-not-in-force': 'the agreement was not in force',
};

const OBSTACLES: Record<string, string> = {
  'no-agreement': 'nobody now: the agreement is not in force',
  expired: 'nobody now: it has expired',
  'private-draft': 'its author alone',
};

/** "Until 14 December" ends with that day's last moment, so the day named is the last on which it can be read. */
export const lastDay = (ends: Date | null): string => (ends ? dateUk(new Date(ends.getTime() - 1)) : '');

/** "Shared for X under Y until Z, by standing rule 1 (version 2)". */
export function throughWords({ kind, purpose, agreement, rule, items, until, obstacle }: HeldThrough): string {
  const kept = obstacle ? ` – ${OBSTACLES[obstacle] ?? 'nobody now'}` : '';
  if (kind === 'owner') return `Owns it${kept}`;
  if (kind === 'emergency') return `Emergency access by one person until ${dateTimeUk(until)}${kept}`;
  const how = rule ? `, by standing rule ${rule.id} (version ${rule.version})` : '';
  return `${count(items ?? 0, 'item', 'items')} shared for “${purpose}” under ${agreement} until ${lastDay(until)}${how}${kept}`;
}

const IN_THE_WAY: Record<string, string> = {
  'no-agreement': 'Nothing of it shows now, because the agreement is not in force',
  expired: 'Nothing of it shows, because it has expired',
};

/** Of one disclosure: what it gives, and what must be so before a reader there sees it. */
export function standingWords({ toAccept, ...held }: StandingDisclosure): string {
  const given = throughWords({ ...held, obstacle: null });
  const inTheWay = held.obstacle && `${IN_THE_WAY[held.obstacle] ?? 'Nothing of it shows now'}.`;
  const first = toAccept && `Each reader first accepts its conditions, “${toAccept.replace(/\.$/, '')}”, and until then sees reference, owner, purpose and conditions alone.`; // prettier-ignore
  return [`${given}.`, inTheWay, first].filter(Boolean).join(' ');
}

export function decidedWords(decidedByRole: string | null, rule: { id: number; version: number } | null): string {
  if (rule) return `Standing rule ${rule.id} (version ${rule.version}) of the agreement`;
  const role = ROLE_WORDS[decidedByRole as keyof typeof ROLE_WORDS];
  return role
    ? `${/^[aeiou]/i.test(role) ? 'An' : 'A'} ${role.charAt(0).toLowerCase()}${role.slice(1)} there`
    : 'Somebody authorised there';
}

/** Clearance and operation, as far as they mattered. */
export function conditionsMet({ clearance, operation }: Why, levels: LevelWords): string[] {
  return [
    `Your clearance (${clearance.yours}) is enough: it needs ${inWords(levels, clearance.needed)}.`,
    ...(operation ? [`It belongs to ${operation.name}, and you are a member.`] : []),
  ];
}

const BECAUSE: Record<WhyNot, string> = {
  'not-disclosed': 'nothing of it is disclosed to them',
  'no-agreement': 'the agreement it was shared under is not in force',
  expired: 'the disclosure to them has expired',
  clearance: 'nobody there with this role has the clearance for it',
  compartment: 'nobody there with this role is a member of the operation it belongs to',
  'private-draft': 'it is a draft, and belongs to its author alone',
  role: 'this role reads no such records',
  nobody: 'nobody there holds this role now',
};
const OF_A_PERSON: Partial<Record<WhyNot, string>> = {
  clearance: 'their clearance is too low for it',
  compartment: 'they are not a member of the operation it belongs to',
  role: 'none of their roles reads such records',
};

export function checkWords({ agencyName, role, person, allowed, because, endedAt, people }: SightCheck): {
  title: string;
  text: string;
} {
  const who = person ? person.name : `${ROLE_WORDS[role!]} at ${agencyName}`;
  const can = people.can + people.lackClearance + people.notInOperation;
  const short = [
    people.lackClearance > 0 ? `${count(people.lackClearance, 'lacks', 'lack')} the clearance` : '',
    people.notInOperation > 0 ? `${count(people.notInOperation, 'is', 'are')} not in the operation` : '',
  ].filter(Boolean);
  if (allowed)
    return {
      title: `${who}: can see it`,
      text: person
        ? 'As your own agency, which owns it.'
        : `${people.can} of ${peopleWords(can)} with this role there${short.length > 0 ? `; ${short.join(', ')}` : ''}.`,
    };
  const reason = (person ? OF_A_PERSON[because!] : undefined) ?? BECAUSE[because!];
  const ended = endedAt ? ` The last one ended on ${dateUk(endedAt)}.` : '';
  return { title: `${who}: cannot see it`, text: `They cannot see it, because ${reason}.${ended}` };
}

export function labelWords(change: LabelChange, levels: LevelWords): { title: string; text: string } {
  const parts = [
    change.private && !change.toPrivate
      ? 'It left its author: people of the owning agency could see it from here on.'
      : '',
    !change.private && change.toPrivate ? 'It became private to its author.' : '',
    change.sensitivity !== change.toSensitivity
      ? `From sensitivity ${inWords(levels, change.sensitivity)} to sensitivity ${inWords(levels, change.toSensitivity)}.`
      : '',
    change.operation !== change.toOperation
      ? change.toOperation === null
        ? `It left ${change.operation ?? 'its operation'}.`
        : `It entered ${change.toOperation}: from here on, its members alone.`
      : '',
  ].filter(Boolean);
  return { title: 'Labels changed', text: parts.join(' ') };
}
