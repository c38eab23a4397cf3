import type { ThreatStatus, ThreatStep } from './threat.states.js';

/** Not accepted yet. Whoever raised it has somebody else accept it. */
export interface WaitingThreat {
  id: string;
  reference: string;
  raisedAt: Date;
  raisedByReader: boolean;
}

/** One agency's alert. Nothing of the record but its reference, and whose it is: both are known to whoever sees that it exists. */
export interface Threat {
  id: string;
  reference: string;
  /** The record's page. */
  href: string;
  owner: string;
  ownerName: string;
  /** Of a referral that another agency sent, and that still waits: accepting the alert says nothing to its sender. */
  unacknowledged: boolean;
  status: ThreatStatus;
  version: number;
  raisedAt: Date;
  /** By when somebody is to accept it. */
  dueAt: Date;
  overdue: boolean;
  /** Of one's own agency: who accepted it, and who holds it now. */
  acceptedBy: string | null;
  acceptedAt: Date | null;
  heldBy: string | null;
  endedAt: Date | null;
  result: string | null;
}

export interface ThreatEntry {
  at: Date;
  by: string;
  step: ThreatStep;
  said: string;
  reason: string;
  refused: string;
  to: string | null;
}

export interface ScriptStep {
  say: string;
  whom: string;
  telephone: string;
}

export interface ThreatDetail extends Threat {
  steps: ThreatStep[];
  /** The reader raised it, so somebody else accepts it. */
  raisedByReader: boolean;
  script: ScriptStep[];
  log: ThreatEntry[];
  mayHold: { id: string; name: string }[];
}
