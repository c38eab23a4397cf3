/**
 * The life of a referral as one table: it drives the buttons, the guards of the verbs and the tests. The database holds it a second time
 * (`referrals.transition`), and a test compares them. Statuses are numbered as in the tables; a number is never reused.
 */
export const REFERRAL_STATUS = {
  draft: 1,
  sent: 2,
  acknowledged: 3,
  'information-asked': 4,
  accepted: 5,
  'in-progress': 6,
  rejected: 7,
  outcome: 8,
  closed: 9,
  withdrawn: 10,
} as const;
export type ReferralStatus = keyof typeof REFERRAL_STATUS;
export const STATUSES = Object.keys(REFERRAL_STATUS) as ReferralStatus[];

export const REFERRAL_ACTIONS = [
  'save',
  'send',
  'acknowledge',
  'accept',
  'reject',
  'ask',
  'inform',
  'progress',
  'outcome',
  'close',
  'transfer',
  'withdraw',
  'reopen',
  'note',
] as const;
export type ReferralAction = (typeof REFERRAL_ACTIONS)[number];
export type Side = 'sender' | 'receiver';

export interface Step {
  to: ReferralStatus;
  permission: string;
}
type Steps = Partial<Record<ReferralAction, Step>>;

const sending = (to: ReferralStatus): Step => ({ to, permission: 'referral.send' });
const answering = (to: ReferralStatus): Step => ({ to, permission: 'referral.answer' });
const noting = (to: ReferralStatus): Step => ({ to, permission: 'referral.note' });
const withdraw = sending('withdrawn');
const transfer = sending('sent');
const underway = { progress: noting('in-progress'), outcome: answering('outcome') };
const deciding = { accept: answering('accepted'), reject: answering('rejected') };

/** Transferred, withdrawn and reopened by the sender, because only the originator shares; answered by the one agency that received it. */
export const REFERRAL_STATES: Record<ReferralStatus, Record<Side, Steps>> = {
  draft: { sender: { save: { to: 'draft', permission: 'referral.write' }, send: sending('sent') }, receiver: {} },
  sent: { sender: { transfer, withdraw, note: noting('sent') }, receiver: { acknowledge: noting('acknowledged'), note: noting('sent') } },
  acknowledged: {
    sender: { transfer, withdraw, note: noting('acknowledged') },
    receiver: { ...deciding, ask: answering('information-asked'), note: noting('acknowledged') },
  },
  'information-asked': {
    sender: { inform: sending('acknowledged'), transfer, withdraw, note: noting('information-asked') },
    receiver: { ...deciding, note: noting('information-asked') },
  },
  accepted: { sender: { transfer, withdraw, note: noting('accepted') }, receiver: { ...underway, note: noting('accepted') } },
  'in-progress': { sender: { transfer, withdraw, note: noting('in-progress') }, receiver: { ...underway, note: noting('in-progress') } },
  rejected: {
    sender: { transfer, reopen: sending('sent'), close: sending('closed'), note: noting('rejected') },
    receiver: { note: noting('rejected') },
  },
  outcome: {
    sender: { close: sending('closed'), reopen: sending('in-progress'), note: noting('outcome') },
    receiver: { note: noting('outcome') },
  },
  closed: { sender: { reopen: sending('sent'), note: noting('closed') }, receiver: { note: noting('closed') } },
  withdrawn: { sender: { reopen: sending('sent'), note: noting('withdrawn') }, receiver: { note: noting('withdrawn') } },
}; // prettier-ignore

export const STATUS_WORDS: Record<ReferralStatus, string> = {
  draft: 'Draft',
  sent: 'Sent',
  acknowledged: 'Acknowledged',
  'information-asked': 'More information asked',
  accepted: 'Accepted',
  'in-progress': 'In progress',
  rejected: 'Rejected',
  outcome: 'Outcome given',
  closed: 'Closed',
  withdrawn: 'Withdrawn',
};

const NAMES = Object.fromEntries(STATUSES.map((name) => [REFERRAL_STATUS[name], name])) as Record<
  number,
  ReferralStatus
>;
export const statusName = (status: number): ReferralStatus => NAMES[status]!;

/** Which clock runs, and for whom. */
export type Stage = 'acknowledge' | 'decide' | 'answer' | 'outcome';
export const STAGES: Partial<Record<ReferralStatus, Stage>> = {
  sent: 'acknowledge',
  acknowledged: 'decide',
  'information-asked': 'answer',
  accepted: 'outcome',
  'in-progress': 'outcome',
};
export const lateSide = (stage: Stage): Side => (stage === 'answer' ? 'sender' : 'receiver');

/** Steps that are ever this side's, whatever the status. */
export const everOf = (side: Side, action: ReferralAction): Step | undefined =>
  STATUSES.map((status) => REFERRAL_STATES[status][side][action]).find((step) => step !== undefined);

/** The buttons: steps open to a person of this side now. */
export function actionsOpen(
  status: ReferralStatus,
  side: Side | null,
  permissions: ReadonlySet<string>,
): ReferralAction[] {
  if (side === null) return [];
  const steps = Object.entries(REFERRAL_STATES[status][side]) as [ReferralAction, Step][];
  return steps.filter(([, { permission }]) => permissions.has(permission)).map(([action]) => action);
}
