import { ASSESSMENT_WORDS, codeLine, gradeOf, needsOriginator, SOURCE_WORDS } from '@clin/grading';
import type { Area } from '@clin/identity';
import type { Actor } from '@clin/platform';
import { strictestHandling } from '@clin/web-kit';
import type {
  OwnerItem,
  OwnerReport,
  ReportDetail,
  SharedItem,
  SharedReport,
  UnacceptedReport,
} from '../report-detail.js';
import { STATUS_WORDS, type ReportAction } from '../report.states.js';
import { STATUS_COLOURS } from './choices.js';
import { personLine, safeguardingTags } from './item-words.js';
import { historyOf } from './history.view.js';
import { noticeWords, requestsView, usesView, type Permissions } from './uses.view.js';
import { returnedView } from './returned.view.js';

type OpenReport = Exclude<ReportDetail, UnacceptedReport>;

const STEPS: Partial<Record<ReportAction, { text: string; path: string }>> = {
  assess: { text: 'Assess', path: 'assess' },
  return: { text: 'Return to the author', path: 'return' },
  disseminate: { text: 'Disseminate', path: 'disseminate' },
  disclose: { text: 'Share with another agency', path: 'disclose' },
  save: { text: 'Correct this report', path: 'edit' },
  close: { text: 'Close', path: 'close' },
  correct: { text: 'Correct what was shared', path: 'correction' },
  withdraw: { text: 'Withdraw', path: 'withdrawal' },
};

const source = ({ sourceEvaluation }: SharedItem) =>
  sourceEvaluation ? `${sourceEvaluation} – ${SOURCE_WORDS[sourceEvaluation as 1]}` : 'not graded';
const assessment = ({ intelligenceAssessment }: SharedItem) =>
  intelligenceAssessment
    ? `${intelligenceAssessment} – ${ASSESSMENT_WORDS[intelligenceAssessment as 'A']}`
    : 'not graded';

const namesIn =
  (areas: readonly Area[]) =>
  (codes: readonly string[]): string =>
    codes.map((code) => areas.find((area) => area.code === code)?.name ?? code).join(', ');

/** The page of one report, whole for its owner and as disclosed for a recipient. Columns are listed: nothing leaks by default. */
export function reportView(
  actor: Actor,
  report: OpenReport,
  areas: readonly Area[],
  people: ReadonlyMap<string, number>,
  permissions: Permissions,
) {
  const canAsk = actor.permissions.has('permission.ask');
  if (report.access === 'recipient') return sharedReportView(report, areas, { ...permissions, canAsk });
  const names = namesIn(areas);
  return {
    ...headOf(report, names),
    ...ownerPart(actor, report, people),
    requests: requestsView(permissions),
    history: historyOf(report, permissions.requests),
    items: report.items.map((item) => ownItem(actor, report, item, names)),
  };
}

/** A recipient's page, for the recipient and for the owner who simulates one. */
export function sharedReportView(
  report: SharedReport,
  areas: readonly Area[],
  permissions?: Permissions & { canAsk: boolean },
) {
  const names = namesIn(areas);
  const askHref = permissions?.canAsk === false ? undefined : `/records/${report.id}/permission-request`;
  // What was opened in an emergency is for that emergency alone, whatever its codes would allow.
  const shared = report.share.some(({ emergency }) => !emergency);
  return {
    ...headOf(report, names),
    heading: report.sanitisedTitle ?? 'Report without a title',
    shares: sharesOf(report, permissions, askHref),
    toAccept: report.toAccept,
    askHref,
    requests: requestsView(permissions),
    items: report.items.map((item) => ({
      ...sharedItem(item, names),
      uses: shared ? usesView(item, permissions) : undefined,
    })),
  };
}

/** Before its conditions are accepted: who shares it, for what, under which conditions, and a button. */
export const conditionsView = ({ id, reference, ownerName, toAccept }: UnacceptedReport) => ({
  id,
  reference,
  ownerName,
  toAccept,
  heading: `Shared with you by ${ownerName}`,
  handling: ['C'],
  breadcrumbs: [{ text: 'Reports', href: '/reports' }, { text: reference }],
});

const headOf = (report: OpenReport, names: (codes: readonly string[]) => string) => ({
  id: report.id,
  reference: report.reference,
  marking: report.marking,
  handling: report.items.map(codeLine),
  breadcrumbs: [{ text: 'Reports', href: '/reports' }, { text: report.reference }],
  ownerName: report.ownerName,
  eventDate: report.eventDate,
  areas: names(report.areas),
  strip: stripOf(report),
  accessHref: `/records/${report.id}/access`,
});

/** The strictest code of the page in words, with everybody's instructions; grades are shown beside each item. */
function stripOf(report: OpenReport) {
  const { items } = report;
  const conditions = [
    ...new Set([
      ...items.map((item) => (item.handlingCode === 'C' ? item.instructions : null)),
      ...(report.access === 'recipient' ? report.share.map((one) => one.conditions) : []),
    ]),
  ].filter(Boolean);
  const only = items.length === 1 ? items[0] : undefined;
  return {
    code: strictestHandling(items.map(codeLine)) ?? 'C',
    conditions: conditions.map((text) => text!.trim().replace(/[^.!?]$/, '$&.')).join(' '),
    ...(only ? { source: source(only), intelligence: assessment(only) } : {}),
  };
}

/** A disclosure until 14 December ends when the 15th begins: people read the last day. */
const lastMoment = (ends: Date): Date => new Date(ends.getTime() - 1);

const sharesOf = (report: SharedReport, permissions?: Permissions, askHref?: string) =>
  report.share.map(({ ownerName, purpose, expires, agreement, emergency }) => ({
    emergency,
    by: ownerName,
    purpose,
    until: lastMoment(expires).toISOString(),
    ...noticeWords(report, permissions),
    ...(askHref ? { ask: { text: 'Ask the originator', href: askHref } } : {}),
    agreement,
  }));

function sharedItem(item: SharedItem, names: (codes: readonly string[]) => string) {
  const { id, sanitised, instructions, usage } = item;
  return {
    id,
    sanitised,
    grade: gradeOf(item),
    source: source(item),
    assessment: assessment(item),
    code: codeLine(item),
    instructions,
    usage,
    areas: names(item.areas),
  };
}

function ownItem(actor: Actor, report: OwnerReport, item: OwnerItem, names: (codes: readonly string[]) => string) {
  const restricted = needsOriginator(item);
  return {
    ...sharedItem(item, names),
    original: item.original ?? '',
    originalGrade: gradeOf(item.originalGrading),
    reason: item.reason,
    risk: item.riskToSource,
    people: item.dataSubjects.map(personLine),
    source_reference: item.sourceRef ?? (item.hasSource ? 'Recorded' : 'None'),
    restricted,
    consents: report.consents.filter((one) => one.item === item.id),
    consentHref:
      restricted && actor.permissions.has('report.consent') ? `/reports/${report.id}/consent/${item.id}` : undefined,
    warnings: report.actions.includes('assess')
      ? report.warnings.filter((one) => one.item === item.id).map(({ message }) => message)
      : [],
  };
}

function ownerPart(actor: Actor, report: OwnerReport, people: ReadonlyMap<string, number>) {
  const { id, status, version, provenance, sanitisedTitle, threatToLife, safeguarding, returned, correction } = report;
  // Of a report that was withdrawn nobody can decide a correction any more.
  const waits = status !== 'withdrawn' && correction ? correction : null;
  // The table's order is the states'; people read the step that moves the report on first.
  const open = Object.entries(STEPS).filter(
    // One correction at a time: while it waits, another would be refused once it is written.
    ([action]) => report.actions.includes(action as ReportAction) && !(action === 'correct' && waits),
  );
  const steps = open.map(([, { text, path }]) => ({ text, href: `/reports/${id}/${path}` }));
  const restricting =
    actor.permissions.has('record.restrict') && status !== 'draft'
      ? [{ text: 'Who needs to know', href: `/records/${id}/restriction` }]
      : [];
  return {
    heading: report.title ?? 'Report without a title',
    own: true,
    version,
    provenance,
    sanitisedTitle,
    threatToLife,
    state: { text: STATUS_WORDS[status], colour: STATUS_COLOURS[status] },
    safeguarding: safeguardingTags(safeguarding),
    returned: status === 'returned' && returned ? returnedView(returned) : null,
    correction: waits && {
      ...waits,
      mayDecide: report.actions.includes('decide') && waits.byId !== actor.userId,
      mayWithdraw: report.actions.includes('correct') && waits.byId === actor.userId,
    },
    next: steps[0],
    steps: [...steps.slice(1), ...restricting],
    audience: audienceOf(report, people),
    disclosures: report.disclosures.map((one) => ({
      ...one,
      expires: lastMoment(one.expires),
      items: itemWords(report, one.itemIds),
      revocable: one.inForce && actor.permissions.has('report.disclose'),
      extendable: one.inForce && actor.permissions.has('disclosure.extend'),
    })),
    review: report.reviewOn,
  };
}

/** "Items 1 and 3". */
export function itemWords(report: Pick<OwnerReport, 'items'>, ids: readonly string[]): string {
  const numbers = report.items.flatMap((item, index) => (ids.includes(item.id) ? [index + 1] : []));
  const last = numbers.pop();
  return numbers.length > 0 ? `Items ${numbers.join(', ')} and ${last}` : `Item ${last ?? 'none'}`;
}

function audienceOf(report: OwnerReport, people: ReadonlyMap<string, number>) {
  const given = new Map([
    [report.owner, report.ownerName],
    ...report.disclosures.filter((one) => one.inForce).map((one) => [one.agency, one.agencyName] as const),
  ]);
  const list = [...given].map(([code, name]) => ({ name, people: people.get(code) ?? 0 }));
  return {
    people: list.reduce((sum, one) => sum + one.people, 0),
    organisations: list.length,
    list: list.map((one) => `${one.name}: ${one.people} ${one.people === 1 ? 'person' : 'people'}`),
  };
}
