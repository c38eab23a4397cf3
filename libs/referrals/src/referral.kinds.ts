/** What is referred, and what each kind asks for. Forms, checks, pages and the API read this one table. */
export const REFERRAL_KINDS = ['line', 'research', 'safeguarding', 'platform', 'threat-to-life'] as const;
export type ReferralKind = (typeof REFERRAL_KINDS)[number];

export const KIND_WORDS: Record<ReferralKind, string> = {
  line: 'County line',
  research: 'Research request',
  safeguarding: 'Safeguarding',
  platform: 'Platform content',
  'threat-to-life': 'Threat to life',
};

export const KIND_HINTS: Record<ReferralKind, string> = {
  line: 'A force takes a line over, or finds out who leads it',
  research: 'The social media hub or another agency looks into something for you',
  safeguarding: 'A child, or an adult, who may be exploited: with the NRM referral',
  platform: 'The hub asks a platform to act on content',
  'threat-to-life': 'Telephone first. This records the call and who accepted it',
};

/** Shouts: its notices come before all others and its clock runs day and night. */
export const isUrgent = (kind: ReferralKind): boolean => kind === 'safeguarding' || kind === 'threat-to-life';

export type Fields = Record<string, string>;

export interface FieldRule {
  name: string;
  label: string;
  hint?: string;
  type: 'line' | 'text' | 'day' | 'choice' | 'phone' | 'url';
  choices?: readonly (readonly [value: string, text: string])[];
  /** What is said when it is missing at sending; a field without it may stay empty. */
  missing?: string | ((fields: Fields) => string | undefined);
  /** A day that lies in the future is refused. */
  past?: boolean;
  /** A day by which something is asked for: one that is over already is refused at sending. */
  ahead?: boolean;
}

const CHILD = (fields: Fields): boolean => fields['subject'] === 'child';
const EXPLOITATION = [
  ['criminal', 'Criminal'],
  ['sexual', 'Sexual'],
  ['labour', 'Labour'],
  ['servitude', 'Domestic servitude'],
] as const;

/** Safeguarding: of a child the local authority is told first and the NRM referral is made always, without consent; of an adult, with consent or as the duty to notify (Modern Slavery Act 2015 s.52). */
export const KIND_FIELDS: Record<ReferralKind, readonly FieldRule[]> = {
  line: [
    { name: 'lineName', label: 'Name of the line', type: 'line', missing: 'Give the name of the line, or say that it is not known.' },
    { name: 'dealNumber', label: 'Deal number', hint: 'For example, 07700 900412', type: 'phone' },
    { name: 'exportedFrom', label: 'Where it comes from', hint: 'A town or a force, if known', type: 'line' },
    { name: 'importedTo', label: 'Where it sells', type: 'line', missing: 'Say where the line sells.' },
    { name: 'escalateOn', label: 'Day by which it must have an owner', type: 'day', ahead: true },
  ],
  research: [
    { name: 'question', label: 'What must be found out?', type: 'text', missing: 'Say what must be found out.' },
    { name: 'concern', label: 'Offence or safeguarding concern it starts from', hint: 'Nobody is researched for its own sake', type: 'line', missing: 'Name the offence or the safeguarding concern.' },
    { name: 'authority', label: 'Authority', hint: 'Reference of the directed surveillance authority, or why none is needed', type: 'line', missing: 'Give the authority, or say why none is needed.' },
    { name: 'neededBy', label: 'Needed by', type: 'day', ahead: true },
  ],
  safeguarding: [
    { name: 'subject', label: 'Who is at risk?', type: 'choice', choices: [['child', 'A child (under 18)'], ['adult', 'An adult']], missing: 'Choose whether this is a child or an adult.' },
    { name: 'person', label: 'Person', hint: 'As your agency refers to them, such as Child C', type: 'line', missing: 'Say who is at risk.' },
    { name: 'age', label: 'Age, or estimated age', type: 'line', missing: 'Give the age, or an estimate.' },
    { name: 'exploitation', label: 'Type of exploitation', type: 'choice', choices: EXPLOITATION, missing: 'Choose the type of exploitation.' },
    { name: 'authorityContact', label: 'Contact at the local authority', hint: 'A post and a telephone number', type: 'line', missing: (fields) => (CHILD(fields) ? 'Name the contact at the child’s local authority.' : undefined) },
    { name: 'authorityInformedOn', label: 'Day on which the local authority was informed', hint: 'Of a child, before anybody else', type: 'day', past: true, missing: (fields) => (CHILD(fields) ? 'Inform the child’s local authority first, and give the day.' : undefined) },
    { name: 'ground', label: 'If an adult: on which ground?', type: 'choice', choices: [['consent', 'The adult consents'], ['duty-to-notify', 'Duty to notify, without consent']], missing: (fields) => (fields['subject'] === 'adult' ? 'For an adult, choose consent or the duty to notify.' : undefined) },
    { name: 'nrmReference', label: 'First responder’s NRM reference', hint: 'Of the referral, or of the notification of an adult who does not consent. If none has come back yet, write “awaited”', type: 'line', missing: 'Give the reference of the NRM referral or of the notification.' },
    { name: 'nrmReferredOn', label: 'Day of the NRM referral or notification', type: 'day', past: true, missing: 'Give the day of the NRM referral or notification.' },
  ],
  platform: [
    { name: 'platform', label: 'Platform', type: 'line', missing: 'Name the platform.' },
    { name: 'address', label: 'Address of the content', type: 'url', missing: 'Give the address of the content.' },
    { name: 'platformReference', label: 'Reference at the platform, if any', type: 'line' },
    { name: 'ground', label: 'Ground', type: 'choice', choices: [['law', 'The law'], ['terms', 'The platform’s own terms']], missing: 'Choose the ground.' },
    { name: 'threat', label: 'Evidence of a credible threat', type: 'text', missing: 'Say what makes the threat credible.' },
    { name: 'reviewedBy', label: 'Reviewed by', hint: 'The post of whoever reviewed this and did not find it', type: 'line', missing: 'Name the post of the independent reviewer.' },
  ],
  'threat-to-life': [
    { name: 'telephoned', label: 'Who was telephoned, and when', hint: 'A post at the receiving agency', type: 'line', missing: 'Telephone first, and say whom and when.' },
    { name: 'atRisk', label: 'Who is at risk', type: 'line', missing: 'Say who is at risk, as far as is known.' },
    { name: 'where', label: 'Where', type: 'line', missing: 'Say where.' },
    { name: 'when', label: 'When it is expected', type: 'line' },
  ],
}; // prettier-ignore

/** How each kind can end. */
export const RESULTS: Record<ReferralKind, readonly (readonly [value: string, text: string])[]> = {
  line: [['adopted', 'A force leads the line'], ['closed', 'The line is closed'], ['merged', 'It is part of another line'], ['no-trace', 'Nothing was found']],
  research: [['answered', 'Answered'], ['partly', 'Answered in part'], ['not-found', 'Nothing was found']],
  safeguarding: [['protected', 'Protective steps were taken'], ['already-known', 'Known and already protected'], ['not-found', 'The person was not found']],
  platform: [['removed', 'Removed'], ['geo-blocked', 'Blocked in the UK'], ['age-restricted', 'Age-restricted'], ['account-action', 'Action on the account'], ['refused', 'Refused'], ['no-response', 'No response'], ['already-gone', 'Already gone']],
  'threat-to-life': [['averted', 'Protected, or the threat has passed'], ['passed-on', 'Passed to another force by telephone'], ['not-found', 'The person was not found']],
}; // prettier-ignore
