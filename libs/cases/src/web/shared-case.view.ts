import type { PageData } from '@clin/web-kit';
import type { SharedCase } from '../case-detail.js';
import { timelineOf } from '../timeline.js';
import { codesOf, momentsView, partsView } from './parts.view.js';

/** Sharing ends with its last day: the moment of the end is the next one's. */
export const lastMoment = (ends: Date | string): Date => new Date(new Date(ends).getTime() - 1);

/** The page of a joint agency's member, and of the owner's simulation of it. */
export const sharedCaseView = (shared: SharedCase): PageData => ({
  heading: shared.name,
  reference: shared.reference,
  marking: shared.marking,
  handling: codesOf(shared.parts),
  breadcrumbs: [{ text: 'Cases', href: '/cases' }, { text: shared.reference }],
  case: shared,
  mine: false,
  can: {},
  view: partsView(shared.parts, shared.shared),
  notices: shared.share.map(({ ownerName, purpose, expires }) => ({
    by: ownerName,
    purpose,
    until: lastMoment(expires),
  })),
  moments: momentsView(timelineOf(shared.parts).slice(0, 5)),
});
