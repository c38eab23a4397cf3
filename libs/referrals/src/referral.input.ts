import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';
import { Day, MaySay, Said, Version } from '@clin/platform/fields';
import { REFERRAL_KINDS, type ReferralKind } from './referral.kinds.js';

const VERSION = 'Send the version that you saw, as a whole number.';
export class Versioned {
  @Version(VERSION) public version!: number;
}

/** What a draft says; what is left out stays, null clears. */
export class ReferralInput {
  /** Code of the receiving agency. */
  @MaySay(40) public receiver?: string | null;
  @MaySay(200) public title?: string | null;
  /** What is asked, and why. */
  @MaySay(10_000) public text?: string | null;
  /** Of the kind: see the table of kinds. */
  @IsOptional() @IsObject({ message: 'Must be an object.' }) public fields?: Record<string, unknown> | null;
  @MaySay(500) public purpose?: string | null;
  @MaySay(500) public legalBasis?: string | null;
  /** The reference of an agreement in force between both agencies. */
  @MaySay(60) public agreement?: string | null;
  @MaySay(2000) public conditions?: string | null;
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
  @MaySay(4000) public text?: string | null;
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
  @MaySay(60) public agreement?: string | null;
  @Day() public expires?: string | null;
  /** Left out: the pack goes along. */
  @IsOptional() @IsIn([true, false], { message: 'Must be true or false.' }) public withPack?: boolean | null;
}

export class TransferInput extends ReshareInput {
  @Said(40, 'Choose the agency that it goes to now.') public receiver!: string;
}
