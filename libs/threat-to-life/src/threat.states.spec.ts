import { permissionsOf, ROLES } from '@clin/platform';
import './permissions.js';
import { stepsOpen, THREAT_STATES, THREAT_STATUS, THREAT_STEPS, threatStatus, type ThreatStatus, type ThreatStep } from './threat.states.js'; // prettier-ignore

const DUTY = ['supervisor', 'lead', 'coordinator', 'contact'];
/** Written by hand: where each legal step leads. */
const LEADS: Record<ThreatStatus, Partial<Record<ThreatStep, ThreatStatus>>> = {
  raised: { accept: 'accepted' },
  accepted: { decide: 'accepted', 'hand-over': 'handed-over', end: 'ended' },
  'handed-over': { decide: 'handed-over', 'hand-over': 'handed-over', end: 'ended' },
  ended: {},
};
const STATUSES = Object.keys(THREAT_STATUS) as ThreatStatus[];

describe('the life of an alert', () => {
  it('opens every legal step to people on duty, and no illegal one to anybody', () => {
    for (const status of STATUSES)
      for (const role of ROLES)
        for (const [raisedIt, holdsIt] of [[false, true], [false, false], [true, false]] as const)
          for (const step of THREAT_STEPS) {
            const open = stepsOpen(status, { permissions: permissionsOf([role]), raisedIt, holdsIt });
            const may = step === 'accept' ? !raisedIt : step === 'end' ? holdsIt : true;
            expect([status, role, raisedIt, holdsIt, step, open.includes(step)]).toEqual([
              status, role, raisedIt, holdsIt, step, LEADS[status][step] !== undefined && DUTY.includes(role) && may,
            ]);
            expect(THREAT_STATES[status][step]?.to).toBe(LEADS[status][step]);
          }
  }); // prettier-ignore

  it('numbers its states for good, and ends from every one of them', () => {
    expect(STATUSES.map((status) => THREAT_STATUS[status])).toEqual([1, 2, 3, 4]);
    expect([1, 2, 3, 4].map(threatStatus)).toEqual(STATUSES);
    const endsFrom = (status: ThreatStatus, seen: ThreatStatus[] = []): boolean =>
      status === 'ended' ||
      Object.values(THREAT_STATES[status]).some(
        ({ to }) => !seen.includes(to) && to !== status && endsFrom(to, [...seen, status]),
      );
    expect(STATUSES.filter((status) => !endsFrom(status))).toEqual([]);
  });
});
