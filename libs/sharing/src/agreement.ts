import { InvalidInput, NotPermitted, WrongState } from '@clin/platform';
import {
  obstacleTo,
  STATUS_WORDS,
  transition,
  type AgreementAction,
  type AgreementStatus,
  type Standing,
} from './agreement.states.js';
import type { Terms } from './terms.js';

/** A version that is being made: a draft, or a proposal that waits for approvals. */
export interface PendingVersion {
  version: number;
  state: 'draft' | 'proposed';
  revision: number;
  terms: Terms;
}

/** What an agreement is to the actor, as the state table needs it. */
export interface KnownAgreement {
  id: string;
  reference: string;
  /** Lapsed also when its end date has passed. */
  status: AgreementStatus;
  version: number;
  revision: number;
  pending: PendingVersion | null;
  standing: Standing;
  /** The same for the version that is being made. */
  pendingStanding: Standing;
}

const ABOUT_PENDING: readonly AgreementAction[] = ['save', 'propose', 'revise', 'discard'];

/** Which life the action belongs to: the next version's, or the agreement's own. */
export function stateFor(
  agreement: KnownAgreement,
  action: AgreementAction,
): { status: AgreementStatus; standing: Standing } {
  const { pending, status, standing, pendingStanding } = agreement;
  const aboutPending = ABOUT_PENDING.includes(action) || (action === 'approve' && pending?.state === 'proposed');
  if (aboutPending && pending) return { status: pending.state, standing: pendingStanding };
  return { status, standing };
}

const SECOND_PERSON: Partial<Record<string, [field: string, text: string]>> = {
  'not-author': [
    'approval',
    'You wrote this version: somebody else of your organisation approves it. Nothing was changed.',
  ],
  'not-suspender': ['reinstatement', 'You suspended this agreement: somebody else reinstates it. Nothing was changed.'],
};

/** Throws WrongState, InvalidInput or NotPermitted unless the table lets this person take the step now. */
export function permit(agreement: KnownAgreement, action: AgreementAction): void {
  const { status, standing } = stateFor(agreement, action);
  const step = transition(status, action);
  if (!step) throw new WrongState(`This agreement is “${STATUS_WORDS[status]}”. Nothing was changed.`);
  if (action === 'renew' && agreement.pending)
    throw new WrongState('This agreement has a next version already. Nothing was changed.');
  const obstacle = obstacleTo(step, standing);
  if (obstacle === undefined) return;
  if (obstacle === 'unapproved')
    throw new WrongState('Your organisation has approved this version already. Nothing was changed.');
  const second = SECOND_PERSON[obstacle];
  if (second) throw new InvalidInput({ [second[0]]: second[1] });
  throw new NotPermitted(obstacle);
}
