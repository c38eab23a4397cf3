import { contextProbes } from './context-probes.js';
import { ownerProbes } from './owner-probes.js';
import { peopleRowProbes } from './people-row-probes.js';
import { policyProbes } from './policy-probes.js';
import type { Probe } from './probe.js';
import { recordRowProbes } from './record-row-probes.js';

export const PROBES: readonly Probe[] = [
  ...policyProbes,
  ...ownerProbes,
  ...recordRowProbes,
  ...peopleRowProbes,
  ...contextProbes,
];
