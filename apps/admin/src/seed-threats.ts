import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '@clin/access';
import { IdentityModule } from '@clin/identity';
import { IntelligenceModule } from '@clin/intelligence';
import { Config, PlatformModule } from '@clin/platform';
import { AnswerThreat, ThreatsQuery, ThreatToLifeModule } from '@clin/threat-to-life';
import { People } from './people.js';

const SUPERVISOR = 'supervisor@mer.example';

@Module({})
class SeedModule {
  public static of(config: Config): DynamicModule {
    return {
      module: SeedModule,
      imports: [PlatformModule.forRoot(config), AccessModule, IdentityModule, IntelligenceModule, ThreatToLifeModule],
    };
  }
}

/** The alert that the scenario `mer-ttl` raised, answered to its end, so that nothing interrupts a demonstration that nobody asked for. Answers how many. */
export async function seedThreats(config: Config, password: string): Promise<number> {
  const app = await NestFactory.createApplicationContext(SeedModule.of(config), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    const people = new People(app, password);
    const as = (step: string) => people.actor(SUPERVISOR, `threat mer-ttl ${step}`);
    const waiting = (await app.get(ThreatsQuery).list(await as('list'))).find(({ status }) => status === 'raised');
    if (!waiting) return 0;
    const answer = app.get(AnswerThreat);
    await answer.accept(await as('accept'), waiting.id, {
      telephoned: 'Control room and duty inspector, 22:20 and 22:24; source manager, 22:31',
    });
    const { version } = await answer.decide(await as('decide'), waiting.id, {
      decision: 'A patrol to the address, and a warning in person tonight',
      reason: 'The threat is specific to tonight, and the place is known.',
      refused: 'A telephone warning: whoever holds his phone is not known.',
    });
    await answer.end(await as('end'), waiting.id, {
      version,
      result: 'protected',
      outcome:
        'Warned in person at 23:05. He is with family out of the area, and the duty team of children’s services knows.',
    });
    return 1;
  } finally {
    await app.close();
  }
}
