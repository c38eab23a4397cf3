import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { Said, Version } from '@clin/platform/fields';
import { REFERRAL_KINDS, type ReferralKind } from './referral.kinds.js';

const VERSION = 'Send the version that you saw, as a whole number.';
/** As Said, or nothing. */
const MayBeSaid =
  (max: number): PropertyDecorator =>
  (target, name) => {
    IsOptional()(target, name as string);
    ValidateBy({
      name: 'mayBeText',
      validator: { validate: (value) => typeof value === 'string', defaultMessage: () => 'Must be text.' },
    })(target, name);
    ValidateBy({
      name: 'mayBeSaid',
      validator: {
        validate: (value) => typeof value !== 'string' || (value.length <= max && PRINTABLE.test(value)),
        defaultMessage: (args) =>
          typeof args?.value === 'string' && args.value.length > max
            ? `Must be ${max.toLocaleString('en-GB')} characters or fewer.`
            : 'Contains control characters. Remove them and try again.',
      },
    })(target, name);
  };
const PRINTABLE =
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;
const Day = (): PropertyDecorator => (target, name) => {
  IsOptional()(target, name as string);
  ValidateBy({ name: 'day', validator: { validate: isDay, defaultMessage: () => 'Must be a real date, such as 2026-10-12.' } })(target, name);
}; // prettier-ignore

function isDay(value: unknown): boolean {
  if (value === '') return true;
  if (typeof value !== 'string' || !/^(19|20)\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T12:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

export class Versioned {
  @Version(VERSION) public version!: number;
}

/** What a draft says; what is left out stays, null clears. */
export class ReferralInput {
  /** Code of the receiving agency. */
  @MayBeSaid(40) public receiver?: string | null;
  @MayBeSaid(200) public title?: string | null;
  /** What is asked, and why. */
  @MayBeSaid(10_000) public text?: string | null;
  /** Of the kind: see the table of kinds. */
  @IsOptional() @IsObject({ message: 'Must be an object.' }) public fields?: Record<string, unknown> | null;
  @MayBeSaid(500) public purpose?: string | null;
  @MayBeSaid(500) public legalBasis?: string | null;
  /** The reference of an agreement in force between both agencies. */
  @MayBeSaid(60) public agreement?: string | null;
  @MayBeSaid(2000) public conditions?: string | null;
  /** The last day on which the receiver sees it. */
  @Day() public expires?: string | null;
  /** Items of disseminated reports of one's own agency. */
  @IsOptional()
  @IsUUID('all', { each: true, message: 'Choose items of your agency’s disseminated reports.' })
  @ArrayMaxSize(50, { message: 'A pack holds at most 50 items.' })
  @IsArray({ message: 'Must be a list of items.' })
  public pack?: string[] | null;
}

export class NewReferralInput extends ReferralInput {
  @IsIn([...REFERRAL_KINDS], { message: 'Choose what you refer.' }) public kind!: ReferralKind;
}

export class ChangedReferralInput extends ReferralInput {
  @Version(VERSION) public version!: number;
}

/** A step with or without words. */
export class StepInput extends Versioned {
  @MayBeSaid(4000) public text?: string | null;
}

/** Of every step alike: who reads it differs, and notes, transfers and withdrawals stay at home. */
export const WORDLESS = 'Say it in words.';

export class SaidStepInput extends Versioned {
  @Said(4000, WORDLESS) public text!: string;
}

export class ProgressInput extends SaidStepInput {
  /** Left out: the sender reads it. */
  @IsOptional() @IsIn(['sender', 'own'], { message: 'Choose who reads this.' }) public audience?:
    'sender' | 'own' | null;
}

const WHOLE = 'Give a whole number.';
const Count = (): PropertyDecorator => (target, name) => {
  IsOptional()(target, name as string);
  Max(100_000, { message: WHOLE })(target, name as string);
  Min(0, { message: WHOLE })(target, name as string);
  IsInt({ message: WHOLE })(target, name as string);
};

export class OutcomeInput extends SaidStepInput {
  @IsString({ message: 'Choose the result.' }) public result!: string;
  /** Of a platform referral: what was referred, and the platform's replies, which must add up to it. */
  @Count() public referred?: number | null;
  @Count() public removed?: number | null;
  @Count() public restricted?: number | null;
  @Count() public refused?: number | null;
  @Count() public noResponse?: number | null;
}

/** Sharing anew: what is left out stays as it was shared before. */
export class ReshareInput extends SaidStepInput {
  @MayBeSaid(60) public agreement?: string | null;
  @Day() public expires?: string | null;
}

export class TransferInput extends ReshareInput {
  @Said(40, 'Choose the agency that it goes to now.') public receiver!: string;
  /** Left out: the pack goes along. */
  @IsOptional() @IsIn([true, false], { message: 'Must be true or false.' }) public withPack?: boolean | null;
}
