import { IsIn, Matches } from 'class-validator';
import { Said } from '@clin/platform/fields';

export class EmergencyInput {
  @Said(40, 'Give the reference that you were told.') public reference!: string;
  @Said(2000, 'Give the reason in at least 20 characters.', 20) public reason!: string;
}

export class ReviewInput {
  @IsIn(['justified', 'not-justified'], { message: 'Choose justified or not justified.' })
  public verdict!: 'justified' | 'not-justified';
  @Said(2000, 'Say why.') public words!: string;
}

export class MonthInput {
  @Matches(/^20\d\d-(0[1-9]|1[0-2])$/, { message: 'Give a month such as 2026-11.' }) public month!: string;
}
