import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, ValidateNested, ArrayMaxSize } from 'class-validator';
import { Version } from '@clin/platform/fields';
import { EMAIL_CHOICES, type EmailChoice } from './choices.query.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const HOUR = { message: 'Enter a time of day such as 22:00.' };

export class KindChoiceInput {
  @IsString({ message: 'Name a kind of notification.' }) public kind!: string;
  @IsBoolean({ message: 'Choose whether it stands in your inbox.' }) public inInbox!: boolean;
  @IsIn(EMAIL_CHOICES, { message: 'Choose at once, once a day or never.' }) public email!: EmailChoice;
}

/** Kinds that are left out stay as they are; so do times, but null takes quiet hours away. */
export class ChoicesInput {
  @Version('Send the version that you were shown.', 0)
  public version!: number;

  @IsOptional()
  @ArrayMaxSize(200, { message: 'Send each kind once.' })
  @ValidateNested({ each: true })
  @Type(() => KindChoiceInput)
  public kinds?: KindChoiceInput[];

  @IsOptional() @Matches(TIME, HOUR) public quietFrom?: string | null;
  @IsOptional() @Matches(TIME, HOUR) public quietUntil?: string | null;
  @IsOptional() @Matches(TIME, HOUR) public digestAt?: string;
}
