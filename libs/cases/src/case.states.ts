/**
 * The life of a case as one table: it drives the buttons, the guards of the verbs and the tests. Numbered as in cases.case_file and the
 * visibility tables; 1 would be private to its author, and a case never is.
 */
export const CASE_STATUS = { open: 2, suspended: 3, closed: 4 } as const;
export type CaseStatus = keyof typeof CASE_STATUS;
/** `write` is every entry, link and change of text; `share` decides what joint agencies see. */
export type CaseAction = 'write' | 'share' | 'suspend' | 'resume' | 'close' | 'reopen';
export type CaseMove = Exclude<CaseAction, 'write' | 'share'>;

export interface CaseTransition {
  to: CaseStatus;
  permission: string;
}

export const CASE_STATES: Record<CaseStatus, Partial<Record<CaseAction, CaseTransition>>> = {
  open: {
    write: { to: 'open', permission: 'case.write' },
    share: { to: 'open', permission: 'case.share' },
    suspend: { to: 'suspended', permission: 'case.manage' },
    close: { to: 'closed', permission: 'case.manage' },
  },
  // Nothing is worked on; what was decided is still logged, and sharing can end or begin.
  suspended: {
    write: { to: 'suspended', permission: 'case.write' },
    share: { to: 'suspended', permission: 'case.share' },
    resume: { to: 'open', permission: 'case.manage' },
    close: { to: 'closed', permission: 'case.manage' },
  },
  closed: {
    share: { to: 'closed', permission: 'case.share' },
    reopen: { to: 'open', permission: 'case.manage' },
  },
};

export const CASE_STATUS_WORDS: Record<CaseStatus, string> = {
  open: 'Open',
  suspended: 'Suspended',
  closed: 'Closed',
};

export const CASE_MOVES = ['suspend', 'resume', 'close', 'reopen'] as const satisfies readonly CaseMove[];

const NAMES = new Map(Object.entries(CASE_STATUS).map(([name, number]) => [number as number, name as CaseStatus]));

export const caseStatus = (number: number): CaseStatus => NAMES.get(number)!;

export const caseTransition = (from: CaseStatus, action: CaseAction): CaseTransition | undefined =>
  CASE_STATES[from][action];

/** The buttons: what this person may do to a case of their own agency now. */
export const caseActions = (from: CaseStatus, permissions: ReadonlySet<string>): CaseAction[] =>
  (Object.entries(CASE_STATES[from]) as [CaseAction, CaseTransition][])
    .filter(([, { permission }]) => permissions.has(permission))
    .map(([action]) => action);
