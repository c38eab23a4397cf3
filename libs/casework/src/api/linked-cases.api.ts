import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { LinkedCasesQuery, type LinkedCase } from '../linked-cases.query.js';

/** Cases from the end of a record that is linked to them. */
@ApiTags('cases')
@Controller('api/v1')
export class LinkedCasesApi {
  public constructor(private readonly linked: LinkedCasesQuery) {}

  @Get('records/:id/cases')
  @ApiOperation({ summary: 'The cases that a record is linked to, as far as the caller sees both ends' })
  @Requires('case.read', { boundary: 'record', event: 'case.links' })
  public async casesOf(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ items: LinkedCase[] }> {
    return { items: await this.linked.execute(actor, id) };
  }
}
