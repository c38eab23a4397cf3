/** The life of an alert as one table: it drives the buttons and the tests; `threats.move` decides by the same. Numbered as in threats.alert. */
export const THREAT_STATUS = { raised: 1, accepted: 2, 'handed-over': 3, ended: 4 } as const;
export type ThreatStatus = keyof typeof THREAT_STATUS;
export const THREAT_STEPS = ['accept', 'decide', 'hand-over', 'end'] as const;
export type ThreatStep = (typeof THREAT_STEPS)[number];

export interface ThreatTransition {
  to: ThreatStatus;
  permission: string;
  /** `another`: not whoever raised it. `holder`: whoever accepted it, or to whom it was handed over. */
  by?: 'another' | 'holder' | undefined;
}

const answer = (to: ThreatStatus, by?: ThreatTransition['by']): ThreatTransition => ({
  to,
  permission: 'threat.answer',
  by,
});
const held = (status: ThreatStatus) => ({
  decide: answer(status),
  'hand-over': answer('handed-over'),
  end: answer('ended', 'holder'),
});

/** Anybody on duty hands over, as a shift ends while its supervisor is busy; only the holder ends it. */
export const THREAT_STATES: Record<ThreatStatus, Partial<Record<ThreatStep, ThreatTransition>>> = {
  raised: { accept: answer('accepted', 'another') },
  accepted: held('accepted'),
  'handed-over': held('handed-over'),
  ended: {},
};

export const THREAT_WORDS: Record<ThreatStatus, string> = {
  raised: 'Not accepted yet',
  accepted: 'Accepted',
  'handed-over': 'Handed over',
  ended: 'Ended',
};

/** How it can end. */
export const THREAT_RESULTS = [
  ['protected', 'The person is protected, or the threat has passed'],
  ['passed-on', 'Passed to another force by telephone, and they have accepted it'],
  ['not-found', 'The person was not found, and nothing more can be done'],
  ['not-credible', 'Assessed as not credible'],
] as const;

const NAMES = Object.keys(THREAT_STATUS) as ThreatStatus[];
export const threatStatus = (number: number): ThreatStatus => NAMES.find((name) => THREAT_STATUS[name] === number)!;

export interface ThreatStanding {
  permissions: ReadonlySet<string>;
  raisedIt: boolean;
  holdsIt: boolean;
}

/** The buttons. */
export function stepsOpen(status: ThreatStatus, who: ThreatStanding): ThreatStep[] {
  const open = Object.entries(THREAT_STATES[status]) as [ThreatStep, ThreatTransition][];
  return open
    .filter(([, { permission }]) => who.permissions.has(permission))
    .filter(([, { by }]) => (by === 'another' ? !who.raisedIt : by === 'holder' ? who.holdsIt : true))
    .map(([step]) => step);
}
