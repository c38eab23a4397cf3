import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { PageInput } from '@clin/platform/fields';
import { OptionalDay, OptionalText, RequiredText } from './field-rules.js';
import { USES, type Use } from './originator-rules.js';
import { PERMISSION_STATES } from './permission.states.js';

const ITEMS = 'Choose items of this record that were shared with you.';

export class AskPermissionInput {
  @IsUUID('all', { each: true, message: ITEMS })
  @ArrayMaxSize(50, { message: ITEMS })
  @ArrayNotEmpty({ message: 'Choose at least one item.' })
  @IsArray({ message: 'Choose at least one item.' })
  public items!: string[];
  @IsIn(USES, { message: `Choose what you want to do: ${USES.join(', ')}.` }) public use!: Use;
  @RequiredText('Purpose', 500, 'Say for which purpose.') public purpose!: string;
  @OptionalText('Detail', 4000) public detail?: string | null;
  /** Code of the agency that it would be shared with; for onward sharing alone. */
  @IsOptional()
  @MaxLength(40, { message: 'Choose another agency that takes part now.' })
  @IsString({ message: 'Choose another agency that takes part now.' })
  public to?: string | null;
  /** The last day on which the answer is of use. */
  @OptionalDay('The day') public neededBy?: string | null;
  /** Four hours instead of two working days. */
  @IsOptional() @IsBoolean({ message: 'Say true or false.' }) public urgent?: boolean | null;
}

export class AnswerPermissionInput {
  @IsIn(['granted', 'refused'], { message: 'Choose whether permission is granted or refused.' })
  public decision!: 'granted' | 'refused';
  @OptionalText('Conditions', 2000) public conditions?: string | null;
  /** The last day of the permission. */
  @OptionalDay('The date') public until?: string | null;
  @OptionalText('Reason', 2000) public reason?: string | null;
}

export class HandlePermissionInput {
  @IsBoolean({ message: 'Choose whether the originator consents.' }) public consents!: boolean;
  @RequiredText('Statement', 2000, 'Say what the originator said and how it was recorded.') public statement!: string;
}

export class WithdrawPermissionInput {
  @OptionalText('Reason', 2000) public reason?: string | null;
}

export const DIRECTIONS = ['asked-by-us', 'asked-of-us'] as const;
/** Overdue: asked, and the clock has run out. */
export const LISTED_STATES = [...PERMISSION_STATES, 'overdue'] as const;

export class PermissionListInput extends PageInput {
  @IsOptional()
  @IsIn(DIRECTIONS, { message: `Direction must be one of ${DIRECTIONS.join(', ')}.` })
  public direction?: (typeof DIRECTIONS)[number];
  @IsOptional()
  @IsIn(LISTED_STATES, { message: `State must be one of ${LISTED_STATES.join(', ')}.` })
  public state?: (typeof LISTED_STATES)[number];
}
