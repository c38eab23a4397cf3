import { IsUUID } from 'class-validator';
import { RequiredDay, Said } from '@clin/platform/fields';

const ENDS = 'Give the last day of the membership.';

export class OperationInput {
  @Said(120, 'Give the operation a name.') public name!: string;
  @Said(500, 'Say why you need to know.') public reason!: string;
  /** The last day of the founder's own membership. */
  @RequiredDay(ENDS) public endsOn!: string;
}

export class MemberInput {
  @IsUUID('all', { message: 'Choose somebody who works at your own agency now.' }) public user!: string;
  @Said(500, 'Say why this person needs to know.') public reason!: string;
  @RequiredDay(ENDS) public endsOn!: string;
}

export class JointAgencyInput {
  /** The agency's code, such as NCLCC. */
  @Said(40, 'Choose an agency.') public agency!: string;
}

export class HandoverInput {
  @IsUUID('all', { message: 'Choose another lead who works at your own agency now.' }) public to!: string;
  @Said(500, 'Say why it is handed over.') public reason!: string;
  /** The last day of the new lead's membership. */
  @RequiredDay(ENDS) public endsOn!: string;
}

export class TakeoverInput {
  @Said(500, 'Say why you take it over.') public reason!: string;
  @RequiredDay('Give the last day of your membership.') public endsOn!: string;
}

export class ReopeningInput {
  @Said(500, 'Say why it is opened again.') public reason!: string;
}
