import {
  actionsOpen,
  obstacleTo,
  REPORT_STATES,
  REPORT_STATUS,
  statusName,
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

/** Written by hand, apart from the table: from, action, to, the permission that it takes, and what else must hold. */
const ALLOWED: [ReportStatus, ReportAction, ReportStatus, string, string[]][] = [
  ['draft', 'save', 'draft', 'report.write', ['author']],
  ['draft', 'submit', 'submitted', 'report.submit', ['author', 'complete']],
  ['submitted', 'return', 'returned', 'report.return', ['not-author']],
  ['submitted', 'assess', 'assessed', 'report.assess', ['not-author', 'complete']],
  ['returned', 'save', 'returned', 'report.write', ['author']],
  ['returned', 'submit', 'submitted', 'report.submit', ['author', 'complete']],
  ['assessed', 'disseminate', 'disseminated', 'report.disseminate', ['assessed-by-another']],
  ['disseminated', 'disclose', 'disseminated', 'report.disclose', []],
  ['disseminated', 'close', 'closed', 'report.close', []],
  ['disseminated', 'correct', 'disseminated', 'report.correct', []],
  ['disseminated', 'decide', 'disseminated', 'report.assess', []],
  ['disseminated', 'withdraw', 'withdrawn', 'report.withdraw', []],
  ['closed', 'correct', 'closed', 'report.correct', []],
  ['closed', 'decide', 'closed', 'report.assess', []],
  ['closed', 'withdraw', 'withdrawn', 'report.withdraw', []],
];

describe('the life of a report', () => {
  for (const status of Object.keys(REPORT_STATUS) as ReportStatus[]) {
    for (const action of ACTIONS) {
      const row = ALLOWED.find(([from, verb]) => from === status && verb === action);
      it(`${row ? `leads from ${status} by ${action} to ${row[2]}` : `refuses ${action} while ${status}`}`, () => {
        const step = transition(status, action);
        expect(step && [status, action, step.to, step.permission, step.requires]).toEqual(row);
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

  it('takes the permission of the step and no other', () => {
    for (const [from, action, , permission] of ALLOWED) {
      const best = { isAuthor: ['draft', 'returned'].includes(from) };
      const others = [...everything].filter((one) => one !== permission);
      expect(actionsOpen(from, somebody({ ...best, permissions: new Set([permission]) }))).toContain(action);
      expect(actionsOpen(from, somebody({ ...best, permissions: new Set(others) }))).not.toContain(action);
    }
  });

  it('names each status by the number that the visibility tables keep', () => {
    const names = ['draft', 'submitted', 'returned', 'assessed', 'disseminated', 'closed', 'withdrawn'];
    expect(names.map((_name, at) => statusName(at + 1))).toEqual(names);
  });

  it('asks nobody but the author about a draft, and heeds an assessment by its author only where it looks back', () => {
    const [save, assess, disseminate] = [
      transition('draft', 'save')!,
      transition('submitted', 'assess')!,
      transition('assessed', 'disseminate')!,
    ];
    expect(obstacleTo(save, somebody())).toBe('not-author');
    expect(obstacleTo(assess, somebody({ assessedByAuthor: true }))).toBeUndefined();
    expect(obstacleTo(disseminate, somebody({ assessedByAuthor: true }))).toBe('author-assessed-own');
    expect(obstacleTo(disseminate, somebody({ isAuthor: true }))).toBeUndefined();
  });

  it('says why not', () => {
    const assess = transition('submitted', 'assess')!;
    expect(obstacleTo(assess, somebody({ isAuthor: true }))).toBe('author-assesses-own');
    expect(obstacleTo(assess, somebody({ permissions: new Set() }))).toBe('no-permission');
    expect(obstacleTo(assess, somebody())).toBeUndefined();
  });
});
