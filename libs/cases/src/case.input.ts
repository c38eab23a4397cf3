import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { RequiredDay, Said, Version } from '@clin/platform/fields';
import { RESULT_NAMES, type ResultKindName } from './result-kinds.js';

export const MARKINGS = ['OFFICIAL', 'OFFICIAL-SENSITIVE'] as const;

/** Text that may be left out or blank; what is there must be printable and not too long. */
const Text =
  (max: number): PropertyDecorator =>
  (target, name) => {
    ValidateIf((_input, value) => value !== undefined && value !== null && value !== '')(target, name);
    Said(max, '')(target, name);
  };

/** Whole or decimal numbers come as text from a form. */
const Numeric = (): PropertyDecorator => Type(() => Number);

class CaseTexts {
  @Text(8000) public summary?: string | null;
  /** Line names, until lines have a register of their own. */
  @Text(2000) public lines?: string | null;
  @Text(2000) public people?: string | null;
  @Text(8000) public pursue?: string | null;
  @Text(8000) public prevent?: string | null;
  @Text(8000) public protect?: string | null;
  @Text(8000) public prepare?: string | null;
}

export class OpenCaseInput extends CaseTexts {
  /** What it begins with: texts that are left out, risks and actions. */
  @Text(40) public template?: string | null;
  @Said(120, 'Give the case a name.') public name!: string;
  @Said(500, 'Say why the case is opened.') public reason!: string;
  /** The last day of one's own membership of the operation that opens with the case. */
  @RequiredDay('Give the last day of your membership.') public endsOn!: string;
  @IsOptional()
  @IsIn(MARKINGS, { message: 'This service holds OFFICIAL and OFFICIAL-SENSITIVE only. Nothing was saved.' })
  public marking: string = 'OFFICIAL-SENSITIVE';
  @IsOptional()
  @Numeric()
  @Max(3, { message: 'Sensitivity must be 1, 2 or 3.' })
  @Min(1, { message: 'Sensitivity must be 1, 2 or 3.' })
  @IsInt({ message: 'Sensitivity must be 1, 2 or 3.' })
  public sensitivity?: number;
}

/** Typed before the case is opened: nothing is asked for yet. Version 0: nothing was kept before. */
export class CaseDraftInput extends CaseTexts {
  @Numeric() @Version('Send the version that you saw.', 0) public version!: number;
  @Text(120) public name?: string | null;
  @Text(500) public reason?: string | null;
  @Text(10) public endsOn?: string | null;
  @ValidateIf((_input, value) => value !== undefined && value !== null && value !== '')
  @IsIn(MARKINGS, { message: 'This service holds OFFICIAL and OFFICIAL-SENSITIVE only. Nothing was saved.' })
  public marking?: string | null;
  @Text(1) public sensitivity?: string | null;
  @Text(40) public template?: string | null;
  @Text(40) public toLink?: string | null;
}

export class ChangeCaseInput extends CaseTexts {
  @Numeric() @Version('Send the version that you saw.', 0) public version!: number;
  @Text(120) public name?: string | null;
}

export class MoveCaseInput {
  @Numeric() @Version('Send the version that you saw.', 0) public version!: number;
  @Said(2000, 'Say why.') public reason!: string;
}

export class CloseCaseInput extends MoveCaseInput {
  @Said(4000, 'Say what came of the case.') public outcome!: string;
  /** Actions that are not finished are left as they are, and said so. */
  @IsOptional() @IsIn([true, 'yes'], { message: 'Say yes, or finish the actions first.' }) public leaveActions?:
    true | 'yes';
  /** Its operation is closed with it: nobody and nothing enters that any more. */
  @IsOptional() @IsIn([true, 'yes'], { message: 'Say yes, or leave it out.' }) public closeOperation?: true | 'yes';
}

export class DecisionInput {
  @Said(4000, 'Say what was decided.') public decision!: string;
  @Said(4000, 'Say why.') public reason!: string;
  @Text(4000) public refused?: string | null;
}

const SCORE = 'Choose 1 to 5.';
export class RiskInput {
  /** A risk that was assessed before, when it is assessed again. */
  @IsOptional() @IsUUID('all', { message: 'Choose a risk of this case.' }) public risk?: string | null;
  @IsIn(['risk', 'threat'], { message: 'Choose a risk or a threat.' }) public kind!: string;
  @Said(2000, 'Say what could happen.') public what!: string;
  @Numeric()
  @Max(5, { message: SCORE })
  @Min(1, { message: SCORE })
  @IsInt({ message: SCORE })
  public likelihood!: number;
  @Numeric() @Max(5, { message: SCORE }) @Min(1, { message: SCORE }) @IsInt({ message: SCORE }) public impact!: number;
  @Said(4000, 'Say how it is controlled, or that it is not.') public control!: string;
  @Said(200, 'Name who looks after it.') public owner!: string;
  @IsIn(['open', 'closed'], { message: 'Choose open or closed.' }) public state: string = 'open';
  @ValidateIf(({ state }: RiskInput) => state !== 'closed')
  @RequiredDay('Give the day of the next review.')
  public reviewOn?: string | null;
}

export class ResultInput {
  @IsIn(RESULT_NAMES, { message: 'Choose what was achieved.' }) public kind!: ResultKindName;
  @Numeric()
  @Max(100_000_000, { message: 'Give an amount up to 100,000,000.' })
  @IsNumber({ maxDecimalPlaces: 3 }, { message: 'Give a number, with at most three decimals.' })
  public amount!: number;
  @Text(120) public type?: string | null;
  @ValidateIf((_input, value) => value !== undefined && value !== null && value !== '')
  @Numeric()
  @Max(100_000_000, { message: 'Give a value up to £100,000,000.' })
  @Min(0, { message: 'Give a value in pounds.' })
  @IsNumber({ maxDecimalPlaces: 2 }, { message: 'Give a value in pounds.' })
  public value?: number | string | null;
  @RequiredDay('Give the day on which it happened.') public eventDate!: string;
  @IsIn(['yes', 'no'], { message: 'Say whether it would have happened without the funding.' })
  public attributable!: string;
  @Text(200) public line?: string | null;
  @Text(2000) public detail?: string | null;
}

export class ReasonInput {
  @Said(2000, 'Say why.') public reason!: string;
}

export class LinkInput {
  @Said(40, 'Give the reference of the record.') public reference!: string;
  @Said(1000, 'Say why it belongs to this case.') public why!: string;
}

export class CopyInput {
  @IsUUID('all', { message: 'Choose an item of this record.' }) public item!: string;
}
