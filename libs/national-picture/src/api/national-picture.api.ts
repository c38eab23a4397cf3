import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { NationalPictureQuery } from '../national-picture.query.js';
import { PictureInput } from '../picture.input.js';
import { asJson, type NationalPictureJson } from '../picture-json.js';

@ApiTags('national picture')
@Controller('api/v1/national-picture')
export class NationalPictureApi {
  public constructor(private readonly picture: NationalPictureQuery) {}

  @Get()
  @ApiOperation({
    summary:
      'Disseminated reports by month, force, agency and confidence, as far as agreements allow; small counts are ranges',
  })
  @Requires('picture.read', { boundary: 'list' })
  public async show(@CurrentActor() actor: Actor, @Query() asked: PictureInput): Promise<NationalPictureJson> {
    return asJson(await this.picture.execute(actor, asked));
  }
}
