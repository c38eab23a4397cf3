import type { ShareNotice } from '@clin/access';
import type { PartAction } from '@clin/actions';
import type { Part, TextField } from './case-parts.js';
import type { CaseAction, CaseStatus } from './case.states.js';

interface Entry {
  id: string;
  at: Date;
  /** Named to the owner's own people alone. */
  by: string | null;
}

export interface Decision extends Entry {
  decision: string;
  reason: string;
  refused: string;
}

export interface RiskEntry extends Entry {
  risk: string;
  kind: 'risk' | 'threat';
  what: string;
  likelihood: number;
  impact: number;
  control: string;
  owner: string;
  reviewOn: string | null;
  state: 'open' | 'closed';
}

export interface Result extends Entry {
  kind: string;
  amount: number;
  unit: string;
  value: number | null;
  type: string | null;
  detail: string;
  line: string | null;
  eventDate: string;
  attributable: boolean;
  /** Why it counts no more, and when and by whom that was said. */
  struck: string | null;
  struckAt: Date | null;
  struckBy: string | null;
}

/** A record at the other end of a link, as its own card names it to this reader. */
export interface Link extends Entry {
  recordId: string;
  kind: string;
  reference: string;
  title: string;
  href: string;
  handling: string[];
  why: string;
  /** Why it was removed, when and by whom. */
  removed: string | null;
  removedAt: Date | null;
  removedBy: string | null;
}

/** A text that was copied from a linked record; for the owner of the case, while it sees the item. */
export interface CopiedText extends Entry {
  linkId: string;
  text: string;
  codes: string;
  terms: string;
}

export interface Step {
  action: string;
  at: Date;
  by: string | null;
  reason: string;
  outcome: string | null;
}

/** The parts that the reader may open; one that is kept, or that they may not see, is simply not there. */
export interface CaseParts {
  summary?: Record<'summary' | 'lines' | 'people', string>;
  plan?: Record<'pursue' | 'prevent' | 'protect' | 'prepare', string>;
  actions?: PartAction[];
  risks?: RiskEntry[];
  decisions?: Decision[];
  results?: Result[];
  links?: Link[];
}

interface CaseHead {
  id: string;
  reference: string;
  name: string;
  owner: string;
  ownerName: string;
  marking: string;
}

/** What a joint agency's members get. */
export interface SharedCase extends CaseHead {
  access: 'recipient';
  parts: CaseParts;
  shared: Part[];
  share: Omit<ShareNotice, 'reference' | 'toAccept'>[];
}

export interface PartSharing {
  agency: string;
  agencyName: string;
  parts: { part: Part; until: Date; agreement: string; inForce: boolean }[];
}

export interface OwnerCase extends CaseHead {
  access: 'owner';
  status: CaseStatus;
  version: number;
  sensitivity: number;
  openedAt: Date;
  updatedAt: Date;
  reviewOn: string;
  /** Key of the operation, whose members are the case's members. */
  operation: string;
  operationClosed: boolean;
  members: number;
  parts: Required<CaseParts>;
  copied: CopiedText[];
  history: Step[];
  sharing: PartSharing[];
  can: CaseAction[];
}

/** Conditions are still to be accepted; cases are shared without any, so this is an owner's later disclosure by another door. */
export interface UnacceptedCase {
  access: 'conditions';
  id: string;
  reference: string;
  owner: string;
  ownerName: string;
}

export type CaseDetail = OwnerCase | SharedCase | UnacceptedCase;
export type Texts = Record<TextField, string>;
