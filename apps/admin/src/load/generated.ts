/** A report as it stands after its life so far: what the tables of the reports, of the boundary and of the picture hold of it. */
export interface GeneratedReport {
  id: string;
  reference: string;
  ownerId: number;
  ownerCode: string;
  authorId: string;
  supervisorId: string;
  status: number;
  version: number;
  sensitivity: number;
  marking: string;
  handling: 'P' | 'C';
  retentionGroup: number;
  reviewOn: string;
  eventDate: string;
  createdAt: Date;
  updatedAt: Date;
  submittedAt: Date | undefined;
  assessedAt: Date | undefined;
  disseminatedAt: Date | undefined;
  title: string;
  sanitisedTitle: string;
  provenance: string;
  safeguarding: string[];
  threatToLife: boolean;
  confidence: number;
  returned: { reason: string; dueBy: string } | undefined;
  items: GeneratedItem[];
  history: Step[];
  disclosures: GeneratedDisclosure[];
}

export interface GeneratedItem {
  id: string;
  original: string;
  sanitised: string;
  source: number;
  assessment: string;
  confidence: number;
  handling: 'P' | 'C';
  actionCode: string | undefined;
  sanitisationCode: string | undefined;
  reason: string | undefined;
  instructions: string | undefined;
  usage: string | undefined;
  risk: boolean;
  subjects: { who: string; categories: string[]; age: number | null }[];
  sourceRef: string | undefined;
  areas: string[];
}

export interface Step {
  id: string;
  action: string;
  from: number;
  to: number;
  by: string;
  at: Date;
  reason: string | undefined;
  dueBy: string | undefined;
}

export interface GeneratedDisclosure {
  id: string;
  recipient: number;
  ruleId: number;
  agreementId: number;
  purpose: string;
  legalBasis: string;
  conditions: string;
  expires: Date;
  items: GeneratedItem[];
}

/** A1 and S2: the originator is asked first. */
export const isRestricted = (item: GeneratedItem): boolean =>
  item.actionCode === 'A1' || item.sanitisationCode === 'S2';
