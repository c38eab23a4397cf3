import type { Labels } from './label-history.js';
import type { Card } from './record-kinds.js';
import type { SightInterval } from './sight-history.js';

/** One disclosure through which the reader sees the record, as the reader may know it. */
export interface ThroughDisclosure {
  id: string;
  by: string;
  byName: string;
  purpose: string;
  legalBasis: string;
  agreement: string | null;
  conditions: string;
  /** The standing rule that was applied; null when a person decided. */
  rule: { id: number; version: number } | null;
  /** The role of whoever decided, never who. */
  decidedByRole: string | null;
  /** Whom to ask: the contact post of the agreement. */
  contact: string | null;
  /** How many items this disclosure gives; nothing is said of others. */
  items: number;
  since: Date;
  until: Date;
}

export interface Why {
  through: 'owner' | 'disclosure' | 'emergency';
  /** A draft belongs to its author alone. */
  draft: boolean;
  disclosures: ThroughDisclosure[];
  clearance: { needed: number; yours: number };
  /** The operation whose members alone see it; null when it belongs to none. */
  operation: { name: string; member: boolean } | null;
}

/** What an agency holds of the record, and what keeps everybody there from it now. */
export interface HeldThrough {
  kind: 'owner' | 'disclosure' | 'emergency';
  disclosureId: string | null;
  purpose: string | null;
  agreement: string | null;
  rule: { id: number; version: number } | null;
  items: number | null;
  until: Date | null;
  obstacle: string | null;
}

export interface WhoCanSee {
  agency: string;
  agencyName: string;
  through: HeldThrough[];
  /** People there who could open it now. */
  people: number;
  /** Of the reader's own agency only. */
  names?: string[];
}

/** What the labels were and became; for the owner alone. */
export interface LabelChange {
  at: Date;
  by: string | null;
  sensitivity: number;
  /** By name, if the reader is a member. */
  operation: string | null;
  private: boolean;
  toSensitivity: number;
  toOperation: string | null;
  toPrivate: boolean;
}

export interface Explanation {
  record: Card & { kind: string; owner: string; ownerName: string };
  allowed: boolean;
  why: Why;
  who: WhoCanSee[];
  history: SightInterval[];
  /** For the owner alone. */
  labels?: LabelChange[];
  /** Present when a day was asked about: who could see the record at some moment of it, in Europe/London. */
  at?: { day: string; agencies: SightInterval[]; labels?: Labels };
}
