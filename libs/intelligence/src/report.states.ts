/**
 * The life of a report as one table: it drives the buttons, the guards of the verbs and the tests.
 * Statuses are numbered as in intelligence.report and the visibility tables; a number is never reused.
 */
export const REPORT_STATUS = {
  draft: 1,
  submitted: 2,
  returned: 3,
  assessed: 4,
  disseminated: 5,
  closed: 6,
  withdrawn: 7,
} as const;
export type ReportStatus = keyof typeof REPORT_STATUS;
export type ReportAction =
  'save' | 'submit' | 'return' | 'assess' | 'disseminate' | 'disclose' | 'close' | 'correct' | 'decide' | 'withdraw';

/** What else must hold: `author` and `not-author` name who acts; `complete` is every rule of 3x5x2; `assessed-by-another` looks back. */
export type Requirement = 'author' | 'not-author' | 'complete' | 'assessed-by-another';

export interface Transition {
  to: ReportStatus;
  permission: string;
  requires: readonly Requirement[];
}

type States = Record<ReportStatus, Partial<Record<ReportAction, Transition>>>;

export const REPORT_STATES: States = {
  draft: {
    save: { to: 'draft', permission: 'report.write', requires: ['author'] },
    submit: { to: 'submitted', permission: 'report.submit', requires: ['author', 'complete'] },
  },
  submitted: {
    return: { to: 'returned', permission: 'report.return', requires: ['not-author'] },
    assess: { to: 'assessed', permission: 'report.assess', requires: ['not-author', 'complete'] },
  },
  returned: {
    save: { to: 'returned', permission: 'report.write', requires: ['author'] },
    submit: { to: 'submitted', permission: 'report.submit', requires: ['author', 'complete'] },
  },
  assessed: {
    disseminate: { to: 'disseminated', permission: 'report.disseminate', requires: ['assessed-by-another'] },
  },
  disseminated: {
    disclose: { to: 'disseminated', permission: 'report.disclose', requires: [] },
    close: { to: 'closed', permission: 'report.close', requires: [] },
    correct: { to: 'disseminated', permission: 'report.correct', requires: [] },
    decide: { to: 'disseminated', permission: 'report.assess', requires: [] },
    withdraw: { to: 'withdrawn', permission: 'report.withdraw', requires: [] },
  },
  // What was disclosed stays disclosed, so it can still turn out to be wrong.
  closed: {
    correct: { to: 'closed', permission: 'report.correct', requires: [] },
    decide: { to: 'closed', permission: 'report.assess', requires: [] },
    withdraw: { to: 'withdrawn', permission: 'report.withdraw', requires: [] },
  },
  withdrawn: {},
};

export const STATUS_WORDS: Record<ReportStatus, string> = {
  draft: 'Draft',
  submitted: 'Waiting for assessment',
  returned: 'Returned for correction',
  assessed: 'Assessed',
  disseminated: 'Disseminated',
  closed: 'Closed',
  withdrawn: 'Withdrawn',
};

const NAMES = Object.fromEntries(Object.entries(REPORT_STATUS).map(([name, number]) => [number, name])) as Record<
  number,
  ReportStatus
>;

export const statusName = (status: number): ReportStatus => NAMES[status]!;

export function transition(from: ReportStatus, action: ReportAction): Transition | undefined {
  return REPORT_STATES[from][action];
}

/** What the person is in relation to the report; completeness is found out on trying. */
export interface Standing {
  permissions: ReadonlySet<string>;
  isAuthor: boolean;
  assessedByAuthor: boolean;
}

/** Why the person may not, or undefined when they may: the reason a denial carries. */
export function obstacleTo(step: Transition, who: Standing): string | undefined {
  if (!who.permissions.has(step.permission)) return 'no-permission';
  if (step.requires.includes('author') && !who.isAuthor) return 'not-author';
  if (step.requires.includes('not-author') && who.isAuthor) return 'author-assesses-own';
  if (step.requires.includes('assessed-by-another') && who.assessedByAuthor) return 'author-assessed-own';
  return undefined;
}

/** The buttons: actions open to this person now. */
export function actionsOpen(from: ReportStatus, who: Standing): ReportAction[] {
  return (Object.entries(REPORT_STATES[from]) as [ReportAction, Transition][])
    .filter(([, step]) => obstacleTo(step, who) === undefined)
    .map(([action]) => action);
}
