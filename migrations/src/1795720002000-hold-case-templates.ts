import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a case of a kind begins with: plans follow the four Ps of the serious and organised crime strategy. Working days are counted from its opening. */
const TEMPLATES = {
  line: {
    words: 'Line investigation',
    texts: {
      pursue: 'Attribute the line’s number.\nFind the line holder and who supplies them.\nConsider an order that cuts the number off (a drug dealing telecommunications restriction order).',
      prevent: 'Find who is drawn in, and by whom.\nOffer a way out to those who are.',
      protect: 'Visit the addresses that the line uses.\nRefer children and adults who are exploited.',
      prepare: 'Tell the force of the area that the line runs to.\nAgree who acts, and on which day.',
    },
    risks: [
      { kind: 'risk', what: 'A child or adult who carries for the line is hurt, or in debt to it', likelihood: 3, impact: 5, control: 'Everybody who is found is looked at as a possible victim first.', reviewIn: 10 },
      { kind: 'threat', what: 'Another line takes over when this one is closed', likelihood: 3, impact: 3, control: 'The area is looked at again after the arrests.', reviewIn: 20 },
    ],
    actions: [
      { what: 'Research the number and attribute it', why: 'The line holder is found through it', outcomeNeeded: 'A name, or what is still missing', priority: 1, workingDays: 5 },
      { what: 'Check for others who work on the line', why: 'Two operations must not cross', outcomeNeeded: 'A list of who else has an interest, or none', priority: 1, workingDays: 2 },
      { what: 'Tell the area that the line runs to', why: 'Harm is dealt with where it happens', outcomeNeeded: 'A named contact there', priority: 2, workingDays: 5 },
      { what: 'List the people who are exploited and refer them', why: 'Each is safeguarded before the arrests', outcomeNeeded: 'A referral for each, or why not', priority: 1, workingDays: 3 },
    ],
  },
  cuckooing: {
    words: 'Cuckooed address',
    texts: {
      pursue: 'Find who stays at the address, and for which line.\nConsider a closure order for the premises.',
      prevent: 'Ask neighbours and the landlord what they have seen.',
      protect: 'See whoever lives there alone.\nAsk the local authority about care and support needs.\nAgree on how often the address is visited.',
      prepare: 'Tell local officers and the housing provider.\nLook at who may be next.',
    },
    risks: [
      { kind: 'risk', what: 'Whoever lives there is hurt, or blamed for what the police do', likelihood: 4, impact: 4, control: 'Visits are for several reasons, and the person is seen alone.', reviewIn: 5 },
      { kind: 'risk', what: 'They lose their home through a closure order', likelihood: 2, impact: 4, control: 'Another place to live is agreed on before an order is asked for.', reviewIn: 10 },
    ],
    actions: [
      { what: 'Visit the address and see whoever lives there alone', why: 'They may not be free to speak', outcomeNeeded: 'How they are, and whether anybody else stays there', priority: 1, workingDays: 1 },
      { what: 'Refer whoever lives there to adult social care', why: 'The local authority asks whether they can protect themselves', outcomeNeeded: 'The authority’s answer', priority: 1, workingDays: 2 },
      { what: 'Speak to the landlord or housing provider', why: 'Locks, moves and orders depend on them', outcomeNeeded: 'What they agree to do', priority: 2, workingDays: 5 },
      { what: 'Visit again', why: 'Those who left come back', outcomeNeeded: 'Whether anybody else stays there', priority: 2, workingDays: 10 },
    ],
  },
  'missing-child': {
    words: 'Missing child',
    texts: {
      pursue: 'Find who the child is with, and who pays for travel.\nKeep what shows that somebody arranged it.',
      prevent: 'Find who drew the child in, and which friends are next.',
      protect: 'Find the child.\nLocal authority first, then the National Referral Mechanism: for a child it needs no consent.\nHold a strategy discussion.',
      prepare: 'Agree with the local authority and the school what happens when the child is found, and when they go missing again.',
    },
    risks: [
      { kind: 'risk', what: 'The child is hurt, or held against a debt', likelihood: 4, impact: 5, control: 'The search goes on by day and night; a supervisor looks at it each day.', reviewIn: 1 },
      { kind: 'risk', what: 'The child goes missing again after they are found', likelihood: 4, impact: 4, control: 'A plan for the return is agreed with the local authority.', reviewIn: 5 },
    ],
    actions: [
      { what: 'Refer the child to the local authority', why: 'Children’s social care leads on their safety', outcomeNeeded: 'The strategy discussion’s day', priority: 1, workingDays: 1 },
      { what: 'Refer the child to the National Referral Mechanism', why: 'Exploitation is suspected, and a child’s consent is not asked', outcomeNeeded: 'The reference of the referral', priority: 1, workingDays: 2 },
      { what: 'Look at phones, travel and payments', why: 'They say where the child was taken and by whom', outcomeNeeded: 'A timeline of the journey', priority: 1, workingDays: 2 },
      { what: 'Arrange the return interview', why: 'It is offered within 72 hours of the return', outcomeNeeded: 'What the child says, to whom they say it', priority: 2, workingDays: 3 },
    ],
  },
}; // prettier-ignore

/** Templates of cases as reference data with effective dates: a new version of one begins on a day, and one without a successor ends on a day. */
export class HoldCaseTemplates1795720002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cases.template (
        name text NOT NULL CHECK (name ~ '^[a-z-]{1,40}$'), effective_from date NOT NULL, ends_on date, position smallint NOT NULL,
        words text NOT NULL CHECK (btrim(words) <> ''),
        texts jsonb NOT NULL CHECK (jsonb_typeof(texts) = 'object'),
        risks jsonb NOT NULL CHECK (jsonb_typeof(risks) = 'array'),
        actions jsonb NOT NULL CHECK (jsonb_typeof(actions) = 'array'),
        PRIMARY KEY (name, effective_from), CHECK (ends_on >= effective_from));
      COMMENT ON TABLE cases.template IS 'reference: what a case begins with, the same for every agency; the newest of a name on the day that it opens';
      GRANT SELECT ON cases.template TO app_request;
    `);
    for (const [at, [name, { words, texts, risks, actions }]] of Object.entries(TEMPLATES).entries())
      await runner.query(
        "INSERT INTO cases.template (name, effective_from, position, words, texts, risks, actions) VALUES ($1, '2026-01-01', $2, $3, $4, $5, $6)",
        [name, at + 1, words, JSON.stringify(texts), JSON.stringify(risks), JSON.stringify(actions)],
      );
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cases.template');
  }
}
