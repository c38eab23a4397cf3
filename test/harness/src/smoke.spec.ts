import { Injectable, Module, Controller, Get } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { ThrottlerModule } from '@nestjs/throttler';

@Injectable()
class Greeting {
  text() {
    return 'ready';
  }
}

@Controller()
class Door {
  constructor(private readonly greeting: Greeting) {}
  @Get('/hello')
  hello() {
    return { text: this.greeting.text(), here: typeof import.meta.dirname };
  }
}

@Module({ imports: [ThrottlerModule.forRoot([{ ttl: 1, limit: 1 }])], controllers: [Door], providers: [Greeting] })
class Room {}

test('Nest 12 on Fastify boots under Jest with an injected class', async () => {
  const app = await NestFactory.create<NestFastifyApplication>(Room, new FastifyAdapter(), { logger: false });
  await app.init();
  const reply = await app.inject({ method: 'GET', url: '/hello' });
  expect(reply.json()).toEqual({ text: 'ready', here: 'string' });
  await app.close();
});
