import type { ReferralAction } from '../referral.states.js';

/** How a step is asked for on a page. */
export interface StepForm {
  heading: string;
  /** Of the text; a step without one takes a button alone. */
  label?: string;
  hint?: string;
  optional?: boolean;
  button: string;
  /** What follows from it, before it is done. */
  consequence: string;
  done: string;
}

export const STEP_FORMS: Partial<Record<ReferralAction, StepForm>> = {
  acknowledge: { heading: 'Acknowledge this referral', label: 'Message to the sender (optional)', optional: true, button: 'Acknowledge', consequence: 'The sender is told that your agency has it. You then decide whether your agency takes it on.', done: 'Referral acknowledged' },
  accept: { heading: 'Accept this referral', label: 'Who leads it now?', hint: 'A post and how to reach it, not a person’s name. The sender reads this.', button: 'Accept', consequence: 'Your agency takes it on and owes the sender an outcome.', done: 'Referral accepted' },
  reject: { heading: 'Reject this referral', label: 'Why?', hint: 'The sender reads this, and decides what becomes of it. Say who may be the right agency, if you know.', button: 'Reject', consequence: 'The sender can transfer it to another agency, ask again or close it.', done: 'Referral rejected' },
  ask: { heading: 'Ask for more information', label: 'What do you need to know?', hint: 'The sender reads this.', button: 'Ask for information', consequence: 'The clock then runs for the sender.', done: 'Information asked for' },
  inform: { heading: 'Give the information', label: 'Your answer', hint: 'The receiver reads this.', button: 'Give the information', consequence: 'The clock then runs for the receiver again.', done: 'Information given' },
  progress: { heading: 'Add progress', label: 'What was done?', button: 'Add progress', consequence: 'What is meant for your own agency never shows to the other.', done: 'Progress added' },
  note: { heading: 'Add a note for your agency', label: 'Note', hint: 'Your own agency alone reads this.', button: 'Add a note', consequence: 'The other agency cannot tell that there is a note.', done: 'Note added' },
  outcome: { heading: 'Give the outcome', label: 'What came of it?', hint: 'The sender reads this and nothing of your own records.', button: 'Give the outcome', consequence: 'The sender closes the referral, or reopens it.', done: 'Outcome given' },
  close: { heading: 'Close this referral', label: 'Message to the receiver (optional)', optional: true, button: 'Close', consequence: 'Nobody is waited for any more. It can be reopened.', done: 'Referral closed' },
  transfer: { heading: 'Transfer this referral', label: 'Why?', hint: 'Your own agency alone reads this.', button: 'Transfer', consequence: 'The agency that has it now loses sight of it and of its pack at once, and the next one gains it.', done: 'Referral transferred' },
  withdraw: { heading: 'Withdraw this referral', label: 'Why?', hint: 'Your own agency alone reads this.', button: 'Withdraw', consequence: 'The receiver loses sight of it and of its pack at once, and is told that something was withdrawn.', done: 'Referral withdrawn' },
  reopen: { heading: 'Reopen this referral', label: 'What is still needed?', hint: 'The receiver reads this.', button: 'Reopen', consequence: 'The same agency is asked again. Where it sees the referral no more, it is shared with it anew.', done: 'Referral reopened' },
}; // prettier-ignore
