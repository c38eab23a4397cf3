import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsObject, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Day, MaySay, RequiredDay, Said, Version } from '@clin/platform/fields';
import { Codes, ListOf, MayBeCodes, OneOf, SomeOf } from './field-rules.js';
import { CONFIDENCES, KINDS, MARKINGS, RULE_KINDS } from './terms.js';

const MONTHS = 'Give a number of months from 1 to 60.';
const REVISION = 'Send the revision that you saw, as a whole number.';

/** A standing rule as a client sends it. */
export class RuleInput {
  @OneOf(RULE_KINDS, `Must be one of ${RULE_KINDS.join(', ')}.`) public kind!: string;
  @OneOf(['P', 'C'], 'Choose handling P or C.') public handling!: 'P' | 'C';
  /** Code of the party whose records it gives; left out: every party's. */
  @MaySay(40) public from?: string | null;
  /** Code of a party, or "forces-in-areas". */
  @Said(40, 'Choose who receives.') public to!: string;
  /** Codes of areas; left out: every area. */
  @MayBeCodes(60, 'Must be a list of area codes.') public areas?: string[] | null;
  @IsOptional() @OneOf(CONFIDENCES, `Must be one of ${CONFIDENCES.join(', ')}.`) public lowestConfidence?:
    (typeof CONFIDENCES)[number] | null;
  @Max(60, { message: MONTHS }) @Min(1, { message: MONTHS }) @IsInt({ message: MONTHS }) public monthsValid!: number;
  @MaySay(2000) public conditions?: string | null;
  @Day() public startsOn?: string | null;
  @Day() public endsOn?: string | null;
}

export class ContactInput {
  /** A post, never a person (Data Protection Act 2018 s.58). */
  @Said(200, 'Name the post that people write to about this agreement.') public post!: string;
  @IsOptional()
  @Matches(/^$|^[^\s@]{1,100}@[^\s@]{1,100}\.[^\s@.]{2,40}$/, { message: 'Must be an e-mail address.' })
  public email?: string | null;
  @IsOptional()
  @Matches(/^$|^\+?[0-9 ()-]{5,30}$/, { message: 'Must be a telephone number.' })
  public phone?: string | null;
}

/** Where the signed paper is: a reference only. */
export class SignedCopyInput {
  @Said(200, 'Give the name of the file.') public name!: string;
  @Matches(/^[0-9a-fA-F]{64}$/, { message: 'Must be the 64 characters of its SHA-256.' }) public sha256!: string;
  @Said(300, 'Say where it is held.') public heldAt!: string;
}

/** All that a version of an agreement says. */
export class TermsInput {
  @Said(200, 'Give a title.') public title!: string;
  @Said(2000, 'Say for which purposes.') public purpose!: string;
  @Said(1000, 'Name the legal gateway.') public legalBasis!: string;
  @OneOf(MARKINGS, `Must be one of ${MARKINGS.join(', ')}.`) public marking!: string;
  @RequiredDay('Give the start date.') public startsOn!: string;
  @RequiredDay('Give the end date.') public endsOn!: string;
  /** Six months after the start when left out. */
  @Day() public reviewOn?: string | null;
  @SomeOf(KINDS, 'Choose at least one kind of record.') public kinds!: string[];
  @SomeOf(['P', 'C'], 'Choose at least one handling code.') public handling!: string[];
  @OneOf(MARKINGS, `Choose the most sensitive record: ${MARKINGS.join(' or ')}.`) public mostSensitive!: string;
  @IsBoolean({ message: 'Must be true or false.' }) public wholeRecords!: boolean;
  @IsBoolean({ message: 'Must be true or false.' }) public statistics!: boolean;
  @IsOptional() @ValidateNested() @Type(() => SignedCopyInput) public signedCopy?: SignedCopyInput | null;
  @ValidateNested()
  @IsObject({ message: 'Name the contact point.' })
  @Type(() => ContactInput)
  public contact!: ContactInput;
  /** Codes of the other organisations. */
  @Codes(100, 'Must be a list of codes of organisations.') public parties!: string[];
  @ValidateNested({ each: true })
  @ListOf(30, 'Must be a list of at most 30 rules.')
  @Type(() => RuleInput)
  public rules!: RuleInput[];
}

export class DraftInput extends TermsInput {
  /** Beginning with the agency's code; a random one is made when left out. */
  @MaySay(60) public reference?: string | null;
}

export class SavedDraftInput extends TermsInput {
  @Version(REVISION, 0) public revision!: number;
}

export class SeenInput {
  @Version(REVISION, 0) public revision!: number;
}

export class ApprovalInput extends SeenInput {
  @Version('Send the version that you approve, as a whole number.', 0) public version!: number;
}

export class ReasonInput {
  @Said(2000, 'Say why.') public reason!: string;
}
