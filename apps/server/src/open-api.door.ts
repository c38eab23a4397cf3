import { Controller, Get, Injectable, type INestApplication } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Public } from '@clin/platform';

/** The description of the API, written from the doors themselves once they are all known. */
@Injectable()
export class OpenApiDocument {
  public document?: OpenAPIObject;

  public describe(app: INestApplication): void {
    const about = new DocumentBuilder()
      .setTitle('County Lines Intelligence Network')
      .setDescription(
        'Errors are RFC 9457 problem documents. Every POST takes an Idempotency-Key, except the one that opens a session.',
      )
      .setVersion('1')
      .setOpenAPIVersion('3.1.0')
      .addBearerAuth()
      .addSecurityRequirements('bearer')
      .build();
    const whole = SwaggerModule.createDocument(app, about);
    this.document = {
      ...whole,
      paths: Object.fromEntries(Object.entries(whole.paths).filter(([path]) => /^\/(api|health)\//.test(path))),
    };
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
