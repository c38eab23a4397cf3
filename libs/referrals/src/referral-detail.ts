import type { Card, OwnerDisclosure, ShareNotice } from '@clin/access';
import type { Fields, ReferralKind } from './referral.kinds.js';
import type { ReferralAction, ReferralStatus } from './referral.states.js';
import type { Sharing } from './referral.rows.js';

export interface Agency {
  code: string;
  name: string;
}

/** One record of the pack, with those of its items that the reader sees. */
export interface PackedRecord {
  record: Card;
  items: { id: string; text: string | null; code: string; grade: string | null }[];
}

/** One line of the history: the agency's own, or what the other side said to it. */
export interface ReferralStep {
  action: ReferralAction;
  at: Date;
  from: ReferralStatus;
  to: ReferralStatus;
  agency: string;
  agencyName: string;
  /** Of one's own agency alone. */
  by: string | null;
  text: string | null;
  facts: Record<string, unknown>;
  /** Nobody else reads it. */
  own: boolean;
}

/** What everybody reads who may read it: the columns of a recipient's own page and of the owner's simulation. */
export interface SharedReferral {
  id: string;
  reference: string;
  kind: ReferralKind;
  title: string | null;
  status: ReferralStatus;
  version: number;
  marking: string;
  sender: Agency;
  receiver: Agency | null;
  sentAt: Date | null;
  dueAt: Date | null;
  overdue: boolean;
  text: string | null;
  fields: Fields;
  share: Omit<ShareNotice, 'reference' | 'toAccept'>[];
}

export interface ReferralDetail extends SharedReferral {
  /** "copy": somebody who sees it and is on no side. */
  access: 'sender' | 'receiver' | 'copy';
  pack: PackedRecord[];
  steps: ReferralStep[];
  actions: ReferralAction[];
  /** The sender's alone. */
  sharing?: Sharing;
  disclosures?: OwnerDisclosure[];
  /** The ISO day on which a draft goes by itself, unless it is changed before; null once it is sent, and while something refers to it. */
  draftEndsOn?: string | null;
}

/** Conditions that a person wrote wait for the reader's acceptance: nothing else shows. */
export interface UnacceptedReferral {
  access: 'conditions';
  id: string;
  reference: string;
  owner: string;
  ownerName: string;
  toAccept: { disclosureId: string; purpose: string; conditions: string }[];
}
