import { SomeCodes } from '@clin/sharing';

export class ApplyRuleInput {
  /** Codes of the organisations that the person was shown and confirmed: nobody else gets anything. */
  @SomeCodes(100, 'Choose the organisations to share with.') public agencies!: string[];
}
