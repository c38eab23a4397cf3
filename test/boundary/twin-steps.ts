import { doWork, WORK_STEPS, type WorkStep } from './twin-work.js';
import type { Answer, Ask, Made, Twin } from './twins.js';

export const STEPS = [
  'create',
  'danger',
  'save',
  'retry',
  'submit',
  'assess',
  'disseminate',
  'close',
  'share',
  'revoke',
  'ask',
  'answer',
  'withdraw',
  'remark',
  'reply',
  'task',
  'act',
  'work',
  'publish',
  ...WORK_STEPS,
] as const;

export interface Command {
  step: (typeof STEPS)[number];
  /** Which of the reports made so far. */
  pick: number;
  /** Which of the ways in which the step can be taken. */
  how: number;
  hidden: boolean;
}

const NOTHING: Answer = { status: 0, headers: {}, text: '' };
const VISIBLE_AGENCIES = [901, 902];
const HIDDEN_AGENCIES = [903, 904];

const aReport = (title: string, more: object = {}): object => ({
  ...more,
  title, sanitisedTitle: `Sanitised ${title}`, eventDate: '2026-10-12', provenance: 'Testing', marking: 'OFFICIAL', areas: ['TEST'],
  items: [{ original: title, sanitised: title, sourceEvaluation: 1, intelligenceAssessment: 'A', handlingCode: 'P', areas: ['TEST'] }],
}); // prettier-ignore

const anAction = (team: string): object => ({ what: 'x', why: 'x', outcomeNeeded: 'x', priority: 2, dueOn: '2027-06-01', to: 'team', team }); // prettier-ignore

/** One step by the people whom it concerns; a step that its state does not allow is refused, and that answer is compared too. */
export async function carryOut(twin: Twin, { step, pick, how, hidden }: Command): Promise<Answer> {
  const list = twin.made[hidden ? 'hidden' : 'seen'];
  const who = (role: 'author' | 'assessor'): string => (hidden ? `hidden ${role}` : role);
  if (step === 'create' || step === 'retry' || step === 'danger')
    return create(twin, list, who('author'), { hidden, twice: step === 'retry', danger: step === 'danger' });
  if (step === 'publish') {
    let answer = await carryOut(twin, { step: 'create', pick: 0, how: 0, hidden });
    for (const next of ['submit', 'assess', 'disseminate'] as const)
      answer = await carryOut(twin, { step: next, pick: 0, how: 0, hidden });
    return answer;
  }
  if (step === 'work') {
    // Whoever works unseen may also bring the clock forward: folding figures changes none.
    if (hidden) await twin.tick();
    await twin.work(hidden ? HIDDEN_AGENCIES : VISIBLE_AGENCIES);
    return NOTHING;
  }
  const report = list.at(-1 - (pick % Math.max(1, list.length)));
  if (!report) return NOTHING;
  if (isWork(step)) return doWork(twin, step, { report, how, hidden });
  const [by, ask] = requestOf(step, report, hidden);
  const answer = await twin.send(by === 'asker' ? (hidden ? 'bystander' : 'watcher') : who(by), ask);
  const told = JSON.parse(answer.text) as { version?: number; id?: string };
  if (answer.status < 300 && step === 'share') report.disclosure = told.id!;
  if (answer.status < 300 && step === 'ask') report.request = told.id!;
  // An action has a version of its own.
  if (answer.status < 300 && told.version && !['task', 'act'].includes(step)) report.version = told.version;
  return answer;
}

const isWork = (step: Command['step']): step is WorkStep => WORK_STEPS.includes(step as WorkStep);

/** `twice`: as a client that never heard the first answer, under the same key. */
async function create(
  twin: Twin,
  list: Made[],
  author: string,
  { hidden, twice, danger }: { hidden: boolean; twice: boolean; danger: boolean },
): Promise<Answer> {
  const ask: Ask = {
    method: 'POST',
    url: '/api/v1/reports',
    body: aReport(hidden ? 'Hidden work' : 'Shared work', danger ? { threatToLife: true } : {}),
    ...(twice ? { key: `key-${list.length}` } : {}),
  };
  if (twice) await twin.send(author, ask);
  const answer = await twin.send(author, ask);
  const saved = JSON.parse(answer.text) as { id: string; itemIds: string[]; reference: string };
  list.push({ id: saved.id, reference: saved.reference, version: 1, tried: 0, items: saved.itemIds });
  return answer;
}

function requestOf(
  step: Exclude<Command['step'], WorkStep | 'create' | 'danger' | 'retry' | 'work' | 'publish'>,
  report: Made,
  hidden: boolean,
): ['author' | 'assessor' | 'asker', Ask] {
  const base = `/api/v1/reports/${report.id}`;
  const { version } = report;
  const post = (url: string, body: object): Ask => ({ method: 'POST', url, body });
  const [owner, agency, agreement] = hidden ? ['T903', 'T904', 'HIDDEN-ISA'] : ['T901', 'T902', 'TEST-ISA'];
  switch (step) {
    case 'save':
      return ['author', { method: 'PATCH', url: base, body: { version, provenance: 'Changed' } }];
    case 'submit':
      return ['author', post(`${base}/submission`, { version })];
    case 'assess':
      return ['assessor', post(`${base}/assessment`, { version })];
    case 'disseminate':
      return ['assessor', post(`${base}/dissemination`, { version, to: [] })];
    case 'close':
      return ['assessor', post(`${base}/closure`, { version })];
    case 'share':
      return ['assessor', post(`/api/v1/records/${report.id}/disclosures`, { agency, items: report.items, purpose: 'x', legalBasis: 'x', agreement, expires: '2027-01-01' })]; // prettier-ignore
    case 'revoke':
      return ['assessor', post(`/api/v1/disclosures/${report.disclosure ?? report.id}/revocation`, { reason: 'x' })];
    case 'ask':
      return ['asker', post(`/api/v1/records/${report.id}/permission-requests`, { items: report.items, use: 'share', to: 'T905', purpose: 'x' })]; // prettier-ignore
    case 'answer':
      return ['assessor', post(`/api/v1/permission-requests/${report.request ?? report.id}/answer`, { decision: 'granted', until: '2026-12-31' })]; // prettier-ignore
    case 'remark':
      return ['asker', post(`/api/v1/records/${report.id}/comments`, { text: 'x', audience: owner })];
    case 'reply':
      return ['assessor', post(`/api/v1/records/${report.id}/comments`, { text: 'x', audience: agency })];
    case 'task':
      return ['assessor', post(`/api/v1/records/${report.id}/actions`, anAction('supervisor'))];
    case 'act':
      return ['asker', post(`/api/v1/records/${report.id}/actions`, anAction('analyst'))];
    case 'withdraw':
      return ['asker', post(`/api/v1/permission-requests/${report.request ?? report.id}/withdrawal`, { reason: 'x' })];
  }
}
