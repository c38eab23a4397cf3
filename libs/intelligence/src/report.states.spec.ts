import {
  actionsOpen,
  obstacleTo,
  REPORT_STATES,
  REPORT_STATUS,
  transition,
  type ReportAction,
  type ReportStatus,
  type Standing,
} from './report.states.js';

const everything = new Set(
  Object.values(REPORT_STATES).flatMap((actions) => Object.values(actions).map((step) => step.permission)),
);
const somebody = (change: Partial<Standing> = {}): Standing => ({
  permissions: everything,
  isAuthor: false,
  assessedByAuthor: false,
  ...change,
});
const ACTIONS: ReportAction[] = [
  'save',
  'submit',
  'return',
  'assess',
  'disseminate',
  'disclose',
  'close',
  'correct',
  'decide',
  'withdraw',
];

/** Written by hand, apart from the table: from, action, to. */
const ALLOWED: [ReportStatus, ReportAction, ReportStatus][] = [
  ['draft', 'save', 'draft'],
  ['draft', 'submit', 'submitted'],
  ['submitted', 'return', 'returned'],
  ['submitted', 'assess', 'assessed'],
  ['returned', 'save', 'returned'],
  ['returned', 'submit', 'submitted'],
  ['assessed', 'disseminate', 'disseminated'],
  ['disseminated', 'disclose', 'disseminated'],
  ['disseminated', 'close', 'closed'],
  ['disseminated', 'correct', 'disseminated'],
  ['disseminated', 'decide', 'disseminated'],
  ['disseminated', 'withdraw', 'withdrawn'],
  ['closed', 'correct', 'closed'],
  ['closed', 'decide', 'closed'],
  ['closed', 'withdraw', 'withdrawn'],
];

describe('the life of a report', () => {
  for (const status of Object.keys(REPORT_STATUS) as ReportStatus[]) {
    for (const action of ACTIONS) {
      const row = ALLOWED.find(([from, verb]) => from === status && verb === action);
      it(`${row ? `leads from ${status} by ${action} to ${row[2]}` : `refuses ${action} while ${status}`}`, () => {
        expect(transition(status, action)?.to).toBe(row?.[2]);
      });
    }
  }

  it.each<[string, ReportStatus, Partial<Standing>, ReportAction[]]>([
    ['the author of a draft', 'draft', { isAuthor: true }, ['save', 'submit']],
    ['somebody else at a draft', 'draft', {}, []],
    ['a supervisor at a submitted report', 'submitted', {}, ['return', 'assess']],
    ['the author at their own submitted report', 'submitted', { isAuthor: true }, []],
    ['anybody without permissions', 'submitted', { permissions: new Set() }, []],
    ['a supervisor at an assessed report', 'assessed', {}, ['disseminate']],
    ['anybody at a report that its author assessed', 'assessed', { assessedByAuthor: true }, []],
    ['a lead at a disseminated report', 'disseminated', {}, ['disclose', 'close', 'correct', 'decide', 'withdraw']],
    ['a supervisor at a closed report', 'closed', {}, ['correct', 'decide', 'withdraw']],
    ['anybody at a withdrawn report', 'withdrawn', {}, []],
  ])('offers %s the right buttons', (_who, status, who, actions) =>
    expect(actionsOpen(status, somebody(who))).toEqual(actions),
  );

  it('says why not', () => {
    const assess = transition('submitted', 'assess')!;
    expect(obstacleTo(assess, somebody({ isAuthor: true }))).toBe('author-assesses-own');
    expect(obstacleTo(assess, somebody({ permissions: new Set() }))).toBe('no-permission');
    expect(obstacleTo(assess, somebody())).toBeUndefined();
  });
});
