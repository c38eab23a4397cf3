import type { OwnerDisclosure, ShareNotice } from '@clin/access';
import type { ExposureWarning } from '@clin/grading';
import type { DataSubject } from './report-item.js';
import type { ReportAction, ReportStatus } from './report.states.js';

/** An item as it travels. */
export interface SharedItem {
  id: string;
  sanitised: string | null;
  sourceEvaluation: number | null;
  intelligenceAssessment: string | null;
  handlingCode: string | null;
  actionCode: string | null;
  sanitisationCode: string | null;
  instructions: string | null;
  usage: string | null;
  areas: string[];
}

/** All that another agency gets: never the title, provenance, people, version or anything of items that were not disclosed. */
export interface SharedReport {
  access: 'recipient';
  id: string;
  reference: string;
  owner: string;
  ownerName: string;
  eventDate: string | null;
  sanitisedTitle: string | null;
  marking: string;
  areas: string[];
  items: SharedItem[];
  /** The live disclosures to the reader's agency, longest first. */
  share: Omit<ShareNotice, 'reference' | 'toAccept'>[];
  /** More of it waits for this reader to accept conditions. */
  toAccept: ConditionsToAccept[];
}

/** Of a disclosure whose conditions are still to be accepted: nothing but what there is to accept. */
export interface ConditionsToAccept {
  disclosureId: string;
  purpose: string;
  conditions: string;
}

/** A report of which everything waits for this reader: nothing but who shares it, for what, and under which conditions. */
export interface UnacceptedReport {
  access: 'conditions';
  id: string;
  reference: string;
  owner: string;
  ownerName: string;
  toAccept: ConditionsToAccept[];
}

export interface Consent {
  item: string;
  agency: string;
  agencyName: string;
  statement: string;
  at: Date;
}

export interface OwnerItem extends SharedItem {
  original: string | null;
  /** Of the original text, as its author graded it. */
  originalGrading: { sourceEvaluation: number | null; intelligenceAssessment: string | null };
  reason: string | null;
  riskToSource: { why: string | null; reducedBy: string | null } | null;
  dataSubjects: DataSubject[];
  hasSource: boolean;
  /** Present for the owner's source handlers only. */
  sourceRef?: string | null;
}

export interface Person {
  id: string;
  name: string | null;
}

export interface HistoryLine {
  action: string;
  from: ReportStatus;
  to: ReportStatus;
  by: Person;
  at: Date;
  reason: string | null;
  dueBy: string | null;
}

export interface OwnerReport {
  access: 'owner';
  id: string;
  reference: string;
  version: number;
  status: ReportStatus;
  owner: string;
  ownerName: string;
  createdAt: Date;
  updatedAt: Date;
  eventDate: string | null;
  marking: string;
  handling: string;
  title: string | null;
  sanitisedTitle: string | null;
  provenance: string | null;
  areas: string[];
  safeguarding: string[];
  threatToLife: boolean;
  author: Person;
  assessor: Person | null;
  returned: { reason: string; dueBy: string } | null;
  /** One that waits for a decision. */
  correction: { reason: string; byId: string; at: string } | null;
  submittedAt: Date | null;
  assessedAt: Date | null;
  disseminatedAt: Date | null;
  reviewOn: string;
  items: OwnerItem[];
  history: HistoryLine[];
  disclosures: OwnerDisclosure[];
  consents: Consent[];
  /** What this person may do now: the same table that guards the verbs. */
  actions: ReportAction[];
  /** The source-exposure check, for whoever may assess. */
  warnings: (ExposureWarning & { item: string })[];
}

export type ReportDetail = OwnerReport | SharedReport | UnacceptedReport;
