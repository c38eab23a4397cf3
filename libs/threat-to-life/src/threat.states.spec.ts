import { permissionsOf, ROLES } from '@clin/platform';
import fc from 'fast-check';
import './permissions.js';
import { stepsOpen, THREAT_RESULTS, THREAT_STATES, THREAT_STATUS, THREAT_STEPS, threatStatus, type ThreatStatus, type ThreatStep } from './threat.states.js'; // prettier-ignore

const DUTY = ['supervisor', 'lead', 'coordinator', 'contact'];
/** Written by hand: where each legal step leads. */
const LEADS: Record<ThreatStatus, Partial<Record<ThreatStep, ThreatStatus>>> = {
  raised: { accept: 'accepted' },
  accepted: { decide: 'accepted', 'hand-over': 'handed-over', end: 'ended' },
  'handed-over': { decide: 'handed-over', 'hand-over': 'handed-over', end: 'ended' },
  ended: {},
};
const STEPS: ThreatStep[] = ['accept', 'decide', 'hand-over', 'end'];
const STATUSES = Object.keys(THREAT_STATUS) as ThreatStatus[];

describe('the life of an alert', () => {
  it('opens every legal step to people on duty, and no illegal one to anybody', () => {
    for (const status of STATUSES)
      for (const role of ROLES)
        for (const [raisedIt, holdsIt] of [[false, true], [false, false], [true, false]] as const)
          for (const step of STEPS) {
            const open = stepsOpen(status, { permissions: permissionsOf([role]), raisedIt, holdsIt });
            const may = step === 'accept' ? !raisedIt : step === 'end' ? holdsIt : true;
            expect([status, role, raisedIt, holdsIt, step, open.includes(step)]).toEqual([
              status, role, raisedIt, holdsIt, step, LEADS[status][step] !== undefined && DUTY.includes(role) && may,
            ]);
            expect(THREAT_STATES[status][step]?.to).toBe(LEADS[status][step]);
          }
  }); // prettier-ignore

  it('has these four steps, of which only the first is open while nobody has accepted it', () => {
    expect([...THREAT_STEPS]).toEqual(STEPS);
    const duty = { permissions: permissionsOf(['supervisor']), raisedIt: false, holdsIt: true };
    expect(stepsOpen('raised', duty)).toEqual(['accept']);
    expect(stepsOpen('accepted', duty).sort()).toEqual(['decide', 'end', 'hand-over']);
  });

  it('ends in one of four ways, each said in a sentence to choose by', () => {
    expect(THREAT_RESULTS.map(([result]) => result)).toEqual(['protected', 'passed-on', 'not-found', 'not-credible']);
    for (const [, words] of THREAT_RESULTS) expect(words).toMatch(/^[A-Z][a-z].{10}/);
  });

  it('numbers its states for good', () => {
    expect(STATUSES.map((status) => THREAT_STATUS[status])).toEqual([1, 2, 3, 4]);
    expect([1, 2, 3, 4].map(threatStatus)).toEqual(STATUSES);
  });

  it('has no dead end: after whatever was done, one person can accept it, or its holder can end it', () => {
    const holder = { permissions: permissionsOf(['supervisor']), raisedIt: false, holdsIt: true };
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (choices) => {
        let at: ThreatStatus = 'raised';
        for (const choice of choices) {
          const open: ThreatStep[] = stepsOpen(at, holder).filter((step) => step !== 'end');
          expect(open).not.toEqual([]);
          at = THREAT_STATES[at][open[choice % open.length]!]!.to;
        }
        expect(stepsOpen(at, holder)).toContain(at === 'raised' ? 'accept' : 'end');
      }),
    );
  });
});
