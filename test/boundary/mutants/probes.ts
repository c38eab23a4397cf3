import { agreementLifeProbes } from './agreement-life-probes.js';
import { agreementProbes } from './agreement-probes.js';
import { audienceProbes } from './audience-probes.js';
import { actionProbes } from './action-probes.js';
import { caseProbes } from './case-probes.js';
import { commentProbes } from './comment-probes.js';
import { contextProbes } from './context-probes.js';
import { correctionProbes } from './correction-probes.js';
import { draftProbes } from './draft-probes.js';
import { deliveryProbes } from './delivery-probes.js';
import { discloseProbes } from './disclose-probes.js';
import { emergencyProbes } from './emergency-probes.js';
import { explanationProbes } from './explanation-probes.js';
import { grantProbes } from './grant-probes.js';
import { operationLeadProbes } from './operation-lead-probes.js';
import { operationProbes } from './operation-probes.js';
import { orderProbes } from './order-probes.js';
import { ownerProbes } from './owner-probes.js';
import { peopleRowProbes } from './people-row-probes.js';
import { permissionLifeProbes } from './permission-life-probes.js';
import { permissionProbes } from './permission-probes.js';
import { policyProbes } from './policy-probes.js';
import { questionProbes } from './question-probes.js';
import type { Probe } from './probe.js';
import { recordRowProbes } from './record-row-probes.js';
import { referralLifeProbes } from './referral-life-probes.js';
import { referralProbes } from './referral-probes.js';
import { roleProbes } from './role-probes.js';
import { sharingLifeProbes } from './sharing-life-probes.js';
import { stepProbes } from './step-probes.js';
import { threatProbes } from './threat-probes.js';

export const PROBES: readonly Probe[] = [
  ...policyProbes,
  ...ownerProbes,
  ...orderProbes,
  ...recordRowProbes,
  ...peopleRowProbes,
  ...contextProbes,
  ...discloseProbes,
  ...sharingLifeProbes,
  ...operationProbes,
  ...operationLeadProbes,
  ...emergencyProbes,
  ...questionProbes,
  ...explanationProbes,
  ...grantProbes,
  ...correctionProbes,
  ...audienceProbes,
  ...permissionProbes,
  ...permissionLifeProbes,
  ...commentProbes,
  ...caseProbes,
  ...referralProbes,
  ...referralLifeProbes,
  ...actionProbes,
  ...draftProbes,
  ...agreementProbes,
  ...agreementLifeProbes,
  ...deliveryProbes,
  ...threatProbes,
  ...roleProbes,
  ...stepProbes,
];
