import type { Answer, Ask, Begun, Made, Twin } from './twins.js';

/** What people do with a report beside its own life: referrals, cases, actions, triage and threats. */
export const WORK_STEPS = [
  'case',
  'enter',
  'log',
  'part',
  'commission',
  'carry',
  'triage',
  'refer',
  'receive',
  'recall',
  'alarm',
  'relieve',
] as const;
export type WorkStep = (typeof WORK_STEPS)[number];

const NOTHING: Answer = { status: 0, headers: {}, text: '' };
const DAY = '2027-06-01';
const post = (url: string, body: object): Ask => ({ method: 'POST', url, body });
const told = <T>(answer: Answer): T => JSON.parse(answer.text) as T;
const went = (answer: Answer): boolean => answer.status > 0 && answer.status < 300;

/**
 * One such step. Where it is hidden, strangers do it; the work on cases is then done by people of the watched agency, in operations of which
 * nobody else of it can tell.
 */
export async function doWork(
  twin: Twin,
  step: WorkStep,
  { report, how, hidden }: { report: Made; how: number; hidden: boolean },
): Promise<Answer> {
  const cast = hidden
    ? { owner: 'hidden assessor', receiver: 'bystander', lead: 'covert lead', joint: 'covert joint lead', of: 'T905', to: 'T904', agreement: 'HIDDEN-ISA' }
    : { owner: 'assessor', receiver: 'watcher', lead: 'assessor', joint: 'joint lead', of: 'T902', to: 'T902', agreement: 'TEST-ISA' }; // prettier-ignore
  const share = { purpose: 'x', legalBasis: 'x', expires: DAY };
  const say = (who: string, url: string, body: object): Promise<Answer> => twin.send(who, post(`/api/v1${url}`, body));
  /** A step of something begun: whatever version it answers is the next one's. */
  const on = async (begun: Begun | undefined, who: string, url: string, body: object = {}): Promise<Answer> => {
    if (!begun) return NOTHING;
    const answer = await say(who, url, { version: begun.version, ...body });
    begun.tried += 1;
    if (went(answer)) begun.version = told<{ version?: number }>(answer).version ?? begun.version;
    return answer;
  };
  const { case: file, action, referral, alert } = report;

  switch (step) {
    case 'case': {
      report.caseName = `${report.caseName ?? `${hidden ? 'Hidden case' : 'Case'} ${twin.made[hidden ? 'hidden' : 'seen'].indexOf(report)}`}.`;
      const answer = await say(cast.lead, '/cases', { name: report.caseName, reason: 'x', endsOn: DAY, summary: 'x' });
      if (went(answer)) report.case = { version: 1, tried: 0, ...told<{ id: string; operation: string }>(answer) };
      return answer;
    }
    case 'enter': {
      if (!file) return NOTHING;
      await say(cast.lead, `/operations/${file.operation}/agencies`, { agency: cast.of });
      const user = twin.people.get(cast.joint)!.id;
      return say(cast.joint, `/operations/${file.operation}/members`, { user, reason: 'x', endsOn: DAY });
    }
    case 'log':
      return file ? say(cast.lead, `/cases/${file.id}${ENTRIES[how % ENTRIES.length]!.at}`, entry(how, report)) : NOTHING;
    case 'part': {
      if (!file) return NOTHING;
      const url = `/cases/${file.id}/sharing`;
      return how === 5
        ? say(cast.lead, `${url}/end`, { agency: cast.of, part: 'plan', reason: 'x' })
        : say(cast.lead, url, { ...share, agency: cast.of, agreement: 'TEST-ISA', parts: [['plan', 'actions', 'links', 'decisions'][how % 4]] });
    }
    case 'commission': {
      if (!file) return NOTHING;
      const doer = how % 2 ? { to: 'agency', agency: cast.of } : { to: 'team', team: 'lead' };
      const what = { what: 'x', why: 'x', outcomeNeeded: 'x', priority: 1 + (how % 3), dueOn: DAY, ...doer };
      const answer = await say(cast.lead, `/records/${file.id}/actions`, what);
      if (went(answer)) report.action = { tried: 0, ...told<{ id: string; version: number }>(answer) };
      return answer;
    }
    case 'carry': {
      const [name, body] = MOVES[how % MOVES.length]!;
      const by = ['verification', 'return', 'withdrawal'].includes(name) || how % 2 === 0 ? cast.lead : cast.joint;
      return on(action, by, `/actions/${action?.id}/${name}`, body);
    }
    case 'triage':
      return action
        ? say(how % 2 ? cast.joint : cast.lead, how > 3 ? '/triage/preview' : '/triage', { step: how === 2 ? 'withdraw' : 'accept', reason: 'x', rows: [{ id: action.id, version: action.version }] })
        : NOTHING;
    case 'refer': {
      const kind = how === 0 ? 'threat-to-life' : 'line';
      const begun = await say(cast.owner, '/referrals', {
        kind, receiver: cast.to, agreement: cast.agreement, title: 'x', text: 'x', ...share, pack: how % 2 ? report.items : [],
        fields: kind === 'line' ? { lineName: 'x', importedTo: 'x' } : { telephoned: 'x', atRisk: 'x', where: 'x' },
      });
      if (!went(begun)) return begun;
      report.referral = { version: 1, tried: 0, id: told<{ id: string }>(begun).id };
      return on(report.referral, cast.owner, `/referrals/${report.referral.id}/sending`);
    }
    case 'receive': {
      const [name, body] = RECEIVED[(referral?.tried ?? 1) - 1] ?? ['progress', {}];
      return on(referral, cast.receiver, `/referrals/${referral?.id}/${name}`, { text: 'x', ...body });
    }
    case 'recall': {
      const name = ['information', 'closure', 'withdrawal', 'reopening', 'transfer', 'withdrawal'][how]!;
      return on(referral, cast.owner, `/referrals/${referral?.id}/${name}`, { text: 'x', ...(name === 'transfer' ? { receiver: 'T905' } : {}) });
    }
    case 'alarm': {
      // Raised by whoever submits a report with the flag: the newest alert of the agency's list.
      const saved = await on(report, hidden ? 'hidden author' : 'author', `/reports/${report.id}/submission`);
      const { text } = await twin.send(cast.owner, { url: '/api/v1/threats' });
      const { items } = JSON.parse(text) as { items: { id: string; version: number; reference: string }[] };
      const found = items.find(({ reference }) => reference === report.reference);
      if (found) report.alert = { tried: 0, ...found };
      return saved;
    }
    case 'relieve': {
      const [name, body] = RELIEVED[how % RELIEVED.length]!;
      return on(alert, cast.owner, `/threats/${alert?.id}/${name}`, body);
    }
  }
} // prettier-ignore

const ENTRIES: { at: string; body: object }[] = [
  { at: '/decisions', body: { decision: 'x', reason: 'x' } },
  { at: '/risks', body: { kind: 'risk', what: 'x', likelihood: 2, impact: 3, control: 'x', owner: 'x', reviewOn: DAY } },
  { at: '/results', body: { kind: 'arrest', amount: 1, eventDate: '2026-10-01', attributable: 'no' } },
  { at: '/links', body: { why: 'x' } },
]; // prettier-ignore

const entry = (how: number, { reference }: Made): object => {
  const { at, body } = ENTRIES[how % ENTRIES.length]!;
  return at === '/links' ? { ...body, reference } : body;
};

/** Of an action: by its doer, or by whoever raised it. */
const MOVES: [name: string, body: object][] = [
  ['acceptance', {}],
  ['acceptance', {}],
  ['completion', { result: 'x' }],
  ['hand-back', { reason: 'x' }],
  ['verification', {}],
  ['withdrawal', { reason: 'x' }],
];

/** By the receiver, one after the other. */
const RECEIVED: [name: string, body: object][] = [
  ['acknowledgement', {}],
  ['acceptance', {}],
  ['progress', { audience: 'own' }],
  ['progress', {}],
  ['outcome', { result: 'adopted' }],
];

/** Of a threat to life: whoever is first accepts it and logs what they decide, whichever version they saw; it ends in the newest. */
const RELIEVED: [name: string, body: object][] = [
  ['acceptance', { version: undefined, telephoned: 'x' }],
  ['decisions', { version: undefined, decision: 'x', reason: 'x' }],
  ['end', { result: 'protected', outcome: 'x' }],
];

/** What people really do one after the other, so that more than beginnings are reached. */
export const STORIES: readonly (readonly [step: string, how: number][])[] = [
  [['retry', 0], ['create', 0], ['save', 0], ['submit', 0], ['assess', 0], ['disseminate', 0], ['work', 0], ['close', 0]],
  [['create', 0], ['submit', 0], ['refer', 2], ['receive', 0], ['receive', 0], ['work', 0], ['receive', 0], ['receive', 0], ['receive', 0], ['work', 0], ['recall', 1]],
  [['publish', 0], ['refer', 1], ['work', 0], ['receive', 0], ['recall', 4], ['work', 0]],
  [['create', 0], ['refer', 0], ['work', 0], ['receive', 0], ['recall', 2], ['work', 0]],
  [['publish', 0], ['case', 0], ['log', 3], ['log', 0], ['enter', 0], ['part', 1], ['part', 2], ['commission', 1], ['work', 0], ['carry', 1], ['carry', 2], ['work', 0], ['carry', 4]],
  [['create', 0], ['case', 0], ['enter', 0], ['commission', 1], ['triage', 5], ['triage', 1], ['work', 0]],
  [['create', 0], ['case', 0], ['commission', 0], ['triage', 0], ['carry', 3], ['work', 0], ['part', 0], ['part', 5]],
  [['danger', 0], ['alarm', 0], ['work', 0], ['relieve', 0], ['relieve', 1], ['work', 0], ['relieve', 2]],
  [['publish', 0], ['share', 0], ['work', 0], ['ask', 0], ['remark', 0], ['answer', 0], ['work', 0], ['reply', 0], ['act', 0], ['task', 0], ['revoke', 0]],
  [['publish', 0], ['share', 0], ['ask', 0], ['withdraw', 0], ['work', 0]],
]; // prettier-ignore
