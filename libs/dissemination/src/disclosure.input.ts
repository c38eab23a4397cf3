import { USUAL_MONTHS } from '@clin/access';
import { ListOf, RequiredDay, RequiredLine, RequiredText, Text } from '@clin/grading/fields';
import { Versioned } from '@clin/intelligence';
import { Clock } from '@clin/platform';
import { monthsFrom } from '@clin/platform/working-time';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID } from 'class-validator';

/** One disclosure to one agency: the fields of the contract. */
export class DisclosureInput {
  /** The agency's code, such as NCLCC. */
  @RequiredLine(40, 'Choose an agency.') public agency!: string;
  @IsUUID('all', { each: true, message: 'Choose items of this report.' })
  @ArrayMaxSize(50, { message: 'Choose items of this report.' })
  @ArrayMinSize(1, { message: 'Choose at least one item.' })
  @IsArray({ message: 'Choose at least one item.' })
  public items!: string[];
  @RequiredText(500, 'Say for which purpose.') public purpose!: string;
  @RequiredText(500, 'Say on which legal basis.') public legalBasis!: string;
  /** The reference of an agreement in force between both agencies. */
  @RequiredLine(60, 'Choose the agreement that this disclosure rests on.') public agreement!: string;
  @Text(2000) public conditions?: string | null;
  /** The last day on which it is visible; left out, a year from today. Never empty. */
  @RequiredDay('Give the date until which this is shared.') public expires = monthsFrom(Clock.time(), USUAL_MONTHS);
}

export class DisseminationInput extends Versioned {
  /** Beyond what the standing rules give; may be empty. */
  @ListOf(() => DisclosureInput, 100, 'At most 100 disclosures can be made at once.')
  public to?: DisclosureInput[] | null;
}

export class RevocationInput {
  @RequiredText(2000, 'Say why this disclosure ends.') public reason!: string;
}

export class ConsentInput {
  @IsUUID('all', { message: 'Choose an item of this report.' }) public item!: string;
  @RequiredLine(40, 'Choose an agency.') public agency!: string;
  @RequiredText(2000, 'Say what the originator consented to, and how it was recorded.') public statement!: string;
}
