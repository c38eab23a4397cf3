import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Read, Requires, type Actor } from '@clin/platform';
import { listPeople, type ListedPerson } from '../people.query.js';

@ApiTags('reference')
@Controller('api/v1/people')
export class PeopleApi {
  public constructor(private readonly read: Read) {}

  @Get()
  @ApiOperation({ summary: 'Colleagues at the caller’s own agency, for pickers; of other agencies nobody' })
  @Requires('person.read', { boundary: 'list' })
  public async list(@CurrentActor() actor: Actor): Promise<{ items: ListedPerson[] }> {
    return { items: await this.read.run(actor, (query) => listPeople(query, actor)) };
  }
}
