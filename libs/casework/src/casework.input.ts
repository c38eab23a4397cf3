import { IsIn, IsInt, IsNumber, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { RESULT_NAMES, type ResultKindName } from '@clin/cases';
import { Numeric, Text } from '@clin/cases/fields';
import { RequiredDay, Said } from '@clin/platform/fields';

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
