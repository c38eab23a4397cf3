import { Controller, Get, Injectable, type INestApplication } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Public } from '@clin/platform';
import { NO_KEY } from '@clin/platform/server';

const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A repeat under the same key, by the same person and with the same body, does nothing and gets the first answer.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
} as const;

/** The description of the API, written from the doors themselves once they are all known. */
@Injectable()
export class OpenApiDocument {
  public document?: OpenAPIObject;

  public describe(app: INestApplication): void {
    const about = new DocumentBuilder()
      .setTitle('County Lines Intelligence Network')
      .setDescription(
        'Errors are RFC 9457 problem documents. A POST takes an Idempotency-Key, except those that take a password, which refuse it.',
      )
      .setVersion('1')
      .setOpenAPIVersion('3.1.0')
      .addBearerAuth()
      .addSecurityRequirements('bearer')
      .build();
    const whole = SwaggerModule.createDocument(app, about);
    const paths = Object.entries(whole.paths).filter(([path]) => /^\/(api|health)\//.test(path));
    for (const [, { post }] of paths) if (post && !(NO_KEY in post)) (post.parameters ??= []).push(KEY);
    this.document = { ...whole, paths: Object.fromEntries(paths) };
  }
}

@ApiExcludeController()
@Controller('api/openapi.json')
export class OpenApiDoor {
  public constructor(private readonly holder: OpenApiDocument) {}

  @Get()
  @Public('describes the doors and holds no data')
  public read(): OpenAPIObject | undefined {
    return this.holder.document;
  }
}
