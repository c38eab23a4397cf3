import { inWords, type LevelWords } from '@clin/platform/sensitivity';
import type { PageData } from '@clin/web-kit';
import type { OwnerCase } from '../case-detail.js';
import { PARTS } from '../case-parts.js';
import { CASE_STATUS_WORDS, type CaseAction, type CaseStatus } from '../case.states.js';
import { timelineOf } from '../timeline.js';
import { codesOf, momentsView, partsView } from './parts.view.js';

export const STATUS_COLOURS: Record<CaseStatus, string> = { open: 'green', suspended: 'yellow', closed: 'grey' };

export const crumbs = ({ id, reference }: { id: string; reference: string }, here: string) => [
  { text: 'Cases', href: '/cases' },
  { text: reference, href: `/cases/${id}` },
  { text: here },
];

/** What stands above every page of one case. */
export const frameOf = (found: OwnerCase, heading: string): PageData => ({
  heading,
  reference: found.reference,
  marking: found.marking,
  handling: codesOf(found.parts, found.copied),
  breadcrumbs: crumbs(found, heading),
  case: found,
});

/** The owner's page: what is overdue, who does what by when, what was decided and why, and the rest after it. */
export const caseView = (found: OwnerCase, levels: LevelWords): PageData => ({
  ...frameOf(found, found.name),
  breadcrumbs: [{ text: 'Cases', href: '/cases' }, { text: found.reference }],
  mine: true,
  sensitivity: inWords(levels, found.sensitivity),
  status: { words: CASE_STATUS_WORDS[found.status], colour: STATUS_COLOURS[found.status] },
  can: Object.fromEntries(found.can.map((action: CaseAction) => [action, true])),
  view: partsView(found.parts, PARTS, found.copied),
  notices: [],
  moments: momentsView(timelineOf(found.parts, found.history).slice(0, 5)),
});
