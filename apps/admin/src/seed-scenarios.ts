import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '@clin/access';
import { AssessmentModule, AssessReport, ReturnReport } from '@clin/assessment';
import { DisseminateReport, DisseminationModule } from '@clin/dissemination';
import { IdentityModule } from '@clin/identity';
import { IntelligenceModule, SaveDraft, SubmitReport } from '@clin/intelligence';
import { Config, InvalidInput, PlatformModule, type Actor } from '@clin/platform';
import { People } from './people.js';

interface Scenario {
  key: string;
  agency: string;
  expected: string;
  [field: string]: unknown;
}

/** Analyst and supervisor of each owning agency. */
const PEOPLE: Record<string, [author: string, supervisor: string]> = {
  'MPS-CLTF': ['analyst@met.example', 'supervisor@met.example'],
  'WMP-CLTF': ['analyst@wmp.example', 'supervisor@wmp.example'],
  'MER-CLTF': ['analyst@mer.example', 'supervisor@mer.example'],
  SMH: ['officer@smh.example', 'supervisor@smh.example'],
  NCLCC: ['analyst@nclcc.example', 'supervisor@nclcc.example'],
};
/** How far the others go: disseminated. Those that the rules refuse stay drafts, and the SECRET one is never saved. */
const WAITING = new Set(['mer-ttl', 'nclcc-orphan']);
const RETURNED = new Set(['met-source-exposed']);
const STEPS_OF_AUTHOR = new Set(['draft', 'submission']);

@Module({})
class SeedModule {
  public static of(config: Config): DynamicModule {
    return {
      module: SeedModule,
      imports: [
        PlatformModule.forRoot(config),
        AccessModule,
        IdentityModule,
        IntelligenceModule,
        AssessmentModule,
        DisseminationModule,
      ],
    };
  }
}

/** Logs the scenarios through the same verbs as people do, signed in as them. Returns how many were saved. */
export async function seedScenarios(config: Config, password: string): Promise<number> {
  const { reports } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'data', 'scenarios.json'), 'utf8')) as {
    reports: Scenario[];
  };
  const app = await NestFactory.createApplicationContext(SeedModule.of(config), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    const people = new People(app, password);
    let saved = 0;
    for (const scenario of reports) if (await walk(app, people, scenario)) saved += 1;
    return saved;
  } finally {
    await app.close();
  }
}

/** Each step under a key of its own, so that seeding again changes nothing. Returns false for what the first rule refuses. */
async function walk(
  app: INestApplicationContext,
  people: People,
  { key, agency, expected: _expected, ...report }: Scenario,
): Promise<boolean> {
  const [author, supervisor] = PEOPLE[agency]!;
  const as = (email: string, step: string) => people.actor(email, `scenario ${key} ${step}`);
  try {
    const draft = await app.get(SaveDraft).begin(await as(author, 'draft'), report);
    await advance(app, key, draft, (step) => as(STEPS_OF_AUTHOR.has(step) ? author : supervisor, step));
    return true;
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}

/** As far as the rules let it go; a report that they refuse stays a draft. */
async function advance(
  app: INestApplicationContext,
  key: string,
  { id, version }: { id: string; version: number },
  as: (step: string) => Promise<Actor>,
): Promise<void> {
  try {
    const submitted = await app.get(SubmitReport).execute(await as('submission'), id, { version });
    if (WAITING.has(key)) return;
    if (RETURNED.has(key)) {
      await app.get(ReturnReport).execute(await as('return'), id, { version: submitted.version, ...correction() });
      return;
    }
    const assessed = await app.get(AssessReport).execute(await as('assessment'), id, { version: submitted.version });
    await app.get(DisseminateReport).execute(await as('dissemination'), id, { version: assessed.version, to: [] });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
  }
}

const correction = () => ({
  reason:
    'The sanitised text repeats words of the original that could point to the source. Say how the risk is reduced.',
  dueBy: new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10),
});
