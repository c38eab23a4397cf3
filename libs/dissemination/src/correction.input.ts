import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { AssessedItemInput } from '@clin/grading';
import { Day, Line, ListOf, RequiredText, Text } from '@clin/grading/fields';
import { Versioned } from '@clin/intelligence';

/** What an item should have said; what is left out stays. A withdrawn item goes from everybody it was given to. */
export class CorrectedItemInput extends AssessedItemInput {
  @IsOptional() @IsBoolean({ message: 'Withdrawn must be true or false.' }) public withdrawn?: boolean | null;
}

export class CorrectionInput extends Versioned {
  @RequiredText(2000, 'Say what was wrong and why.') public reason!: string;
  @Line(300) public sanitisedTitle?: string | null;
  @Day() public eventDate?: string | null;
  @ListOf(() => CorrectedItemInput, 50, 'A report holds at most 50 items.')
  public items?: CorrectedItemInput[] | null;
}

export class CorrectionDecisionInput extends Versioned {
  @IsIn(['approve', 'reject'], { message: 'Decision must be approve or reject.' }) public decision!:
    'approve' | 'reject';
  @Text(2000) public reason?: string | null;
}

export class WithdrawalInput extends Versioned {
  @RequiredText(2000, 'Say why it is withdrawn.') public reason!: string;
}
