/**
 * The life of an agreement, and of its next version while one is being made, as one table: it drives the buttons, the guards and the tests.
 * The database's functions state the same rules a second time. `active` is what people read as "in force".
 */
export const AGREEMENT_STATUSES = ['draft', 'proposed', 'active', 'suspended', 'lapsed', 'replaced'] as const;
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];
export const AGREEMENT_ACTIONS = [
  'save',
  'propose',
  'revise',
  'discard',
  'approve',
  'renew',
  'suspend',
  'reinstate',
  'end',
  'withdraw',
  'review',
] as const;
export type AgreementAction = (typeof AGREEMENT_ACTIONS)[number];

/**
 * What the person's agency must be: its owner, a party (acceded), a party or somebody invited, anybody of these but the owner; `unapproved`:
 * it has not approved this version yet; `not-author` and `not-suspender` name the person; `suspender`: the agency that suspended, or the owner.
 */
export type Requirement =
  'owner' | 'not-owner' | 'party' | 'party-or-invited' | 'unapproved' | 'not-author' | 'suspender' | 'not-suspender';

export interface Transition {
  to: AgreementStatus;
  permission: 'agreement.draft' | 'agreement.approve' | 'agreement.suspend';
  requires: readonly Requirement[];
}

type States = Record<AgreementStatus, Partial<Record<AgreementAction, Transition>>>;

const draft = (to: AgreementStatus): Transition => ({ to, permission: 'agreement.draft', requires: ['owner'] });
const approve: Transition = {
  to: 'active',
  permission: 'agreement.approve',
  requires: ['party-or-invited', 'unapproved', 'not-author'],
};
const leave = (to: AgreementStatus): Transition => ({
  to,
  permission: 'agreement.approve',
  requires: ['party-or-invited', 'not-owner'],
});
const end: Transition = { to: 'lapsed', permission: 'agreement.suspend', requires: ['party'] };
const review = (to: AgreementStatus): Transition => ({ to, permission: 'agreement.suspend', requires: ['owner'] });

/** A proposal is approved once by each party; `to` is reached when the approvals are complete. */
export const AGREEMENT_STATES: States = {
  draft: { save: draft('draft'), propose: draft('proposed'), discard: draft('lapsed') },
  proposed: { approve, revise: draft('draft'), discard: draft('lapsed'), withdraw: leave('proposed') },
  active: {
    approve,
    renew: draft('active'),
    suspend: { to: 'suspended', permission: 'agreement.suspend', requires: ['party'] },
    end,
    withdraw: leave('active'),
    review: review('active'),
  },
  suspended: {
    reinstate: { to: 'active', permission: 'agreement.suspend', requires: ['suspender', 'not-suspender'] },
    end,
    withdraw: leave('suspended'),
    review: review('suspended'),
  },
  lapsed: {},
  replaced: {},
};

export const STATUS_WORDS: Record<AgreementStatus, string> = {
  draft: 'Draft',
  proposed: 'Waiting for approval',
  active: 'In force',
  suspended: 'Suspended',
  lapsed: 'Lapsed',
  replaced: 'Replaced',
};

/** What the person and their agency are to the agreement, or to the version that the action is about. */
export interface Standing {
  permissions: ReadonlySet<string>;
  isOwner: boolean;
  isParty: boolean;
  isInvited: boolean;
  hasApproved: boolean;
  isAuthor: boolean;
  /** The agency that suspended, or the owner. */
  maySpeakForSuspension: boolean;
  suspendedIt: boolean;
}

export const transition = (from: AgreementStatus, action: AgreementAction): Transition | undefined =>
  AGREEMENT_STATES[from][action];

const MET: Record<Requirement, (who: Standing) => boolean> = {
  owner: (who) => who.isOwner,
  'not-owner': (who) => !who.isOwner,
  party: (who) => who.isParty,
  'party-or-invited': (who) => who.isOwner || who.isParty || who.isInvited,
  unapproved: (who) => !who.hasApproved,
  'not-author': (who) => !who.isAuthor,
  suspender: (who) => who.maySpeakForSuspension,
  'not-suspender': (who) => !who.suspendedIt,
};

/** Why the person may not, or undefined when they may: the first requirement that is not met. */
export function obstacleTo(step: Transition, who: Standing): 'no-permission' | Requirement | undefined {
  if (!who.permissions.has(step.permission)) return 'no-permission';
  return step.requires.find((requirement) => !MET[requirement](who));
}

/** The buttons: actions open to this person now. */
export function actionsOpen(from: AgreementStatus, who: Standing): AgreementAction[] {
  return (Object.entries(AGREEMENT_STATES[from]) as [AgreementAction, Transition][])
    .filter(([, step]) => obstacleTo(step, who) === undefined)
    .map(([action]) => action);
}
