import { Type } from 'class-transformer';
import { IsIn, IsUUID } from 'class-validator';
import { MaySay, Said, Version } from '@clin/platform/fields';
import { THREAT_RESULTS } from './threat.states.js';

const VERSION = 'Give the version that you read.';

class FromVersion {
  @Type(() => Number)
  @Version(VERSION)
  public version!: number;
}

export class AcceptInput {
  @Said(500, 'Telephone first, and say whom you reached and when.') public telephoned!: string;
}

export class DecideInput {
  @Said(2000, 'Say what was decided.') public decision!: string;
  @Said(2000, 'Give the reason.') public reason!: string;
  @MaySay(2000) public refused?: string | null;
}

export class HandOverInput extends FromVersion {
  @IsUUID('all', { message: 'Choose somebody of the list.' }) public to!: string;
  @Said(2000, 'Say why, and what is still to be done.') public why!: string;
}

export class EndInput extends FromVersion {
  @IsIn(THREAT_RESULTS.map(([value]) => value), { message: 'Choose how it ended.' })
  public result!: string;
  @Said(2000, 'Say what came of it.') public outcome!: string;
}
