import { randomUUID } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { needsOriginator, type AssessedItemInput } from '@clin/grading';
import type { ReportItemInput } from './report.input.js';
import { blankToNull } from './text.js';

export interface DataSubject {
  who: string;
  categories: string[];
  age: number | null;
}

/** What only the owner's agency reads of an item: the original text with its own grading, the reasons and the risk. */
@Entity({ schema: 'intelligence', name: 'report_item_original' })
export class ReportItemOriginal {
  @PrimaryColumn('uuid', { name: 'item_id', update: false }) public itemId!: string;
  @Column({ type: 'uuid', name: 'report_id', update: false }) public reportId!: string;
  @Column('smallint') public position!: number;
  @Column('text', { name: 'original', nullable: true }) public text: string | null = null;
  @Column('smallint', { name: 'source_evaluation', nullable: true }) public sourceEvaluation: number | null = null;
  @Column('text', { name: 'intelligence_assessment', nullable: true }) public intelligenceAssessment: string | null =
    null;
  @Column('text', { nullable: true }) public reason: string | null = null;
  @Column('text', { name: 'risk_why', nullable: true }) public riskWhy: string | null = null;
  @Column('text', { name: 'risk_reduced_by', nullable: true }) public riskReducedBy: string | null = null;
  @Column('jsonb', { name: 'data_subjects' }) public dataSubjects: DataSubject[] = [];
  @Column('boolean', { name: 'has_source' }) public hasSource = false;
}

/** An item as it can travel: sanitised text, its grading, handling and codes. */
@Entity({ schema: 'intelligence', name: 'report_item' })
export class ReportItem {
  @PrimaryColumn('uuid', { update: false }) public id!: string;
  @Column({ type: 'uuid', name: 'report_id', update: false }) public reportId!: string;
  @Column('text', { nullable: true }) public sanitised: string | null = null;
  @Column('smallint', { name: 'source_evaluation', nullable: true }) public sourceEvaluation: number | null = null;
  @Column('text', { name: 'intelligence_assessment', nullable: true }) public intelligenceAssessment: string | null =
    null;
  @Column('text', { name: 'handling_code', nullable: true }) public handlingCode: string | null = null;
  @Column('text', { name: 'action_code', nullable: true }) public actionCode: string | null = null;
  @Column('text', { name: 'sanitisation_code', nullable: true }) public sanitisationCode: string | null = null;
  @Column('text', { nullable: true }) public instructions: string | null = null;
  @Column('text', { nullable: true }) public usage: string | null = null;
  /** Set by the correction that took it from everybody it was given to; never written from here. */
  @Column({ type: 'timestamptz', name: 'withdrawn_at', nullable: true, insert: false, update: false })
  public withdrawnAt: Date | null = null;
  /** In report_item_area. */
  public areas: string[] = [];
  public original!: ReportItemOriginal;
  /** To be written to report_item_source: undefined leaves what is there, null forgets it. Never loaded. */
  public newSource: string | null | undefined;

  public static begin(reportId: string): ReportItem {
    const item = new ReportItem();
    item.id = randomUUID();
    item.reportId = reportId;
    item.original = Object.assign(new ReportItemOriginal(), { itemId: item.id, reportId, position: 0 });
    return item;
  }

  /** The author's text; the original and the sanitised text start with the same grading. */
  public write(input: ReportItemInput): void {
    this.assess(input);
    const { original } = this;
    original.sourceEvaluation = this.sourceEvaluation;
    original.intelligenceAssessment = this.intelligenceAssessment;
    if (input.original !== undefined) original.text = blankToNull(input.original);
    if (input.riskToSource !== undefined) {
      original.riskWhy = blankToNull(input.riskToSource?.why);
      original.riskReducedBy = blankToNull(input.riskToSource?.reducedBy);
    }
    if (input.dataSubjects !== undefined) {
      original.dataSubjects = (input.dataSubjects ?? []).map(({ who, categories, age }) => ({
        who,
        categories: [...new Set(categories ?? [])],
        age: age ?? null,
      }));
    }
    if (input.sourceRef !== undefined) {
      this.newSource = blankToNull(input.sourceRef)?.trim() ?? null;
      original.hasSource = this.newSource !== null;
    }
  }

  /** The assessor's changes to what travels; the original's text and grading stay as the author gave them. */
  public assess(input: AssessedItemInput): void {
    if (input.sanitised !== undefined) this.sanitised = blankToNull(input.sanitised);
    if (input.sourceEvaluation !== undefined) this.sourceEvaluation = input.sourceEvaluation;
    if (input.intelligenceAssessment !== undefined) this.intelligenceAssessment = input.intelligenceAssessment;
    if (input.handlingCode !== undefined) this.handlingCode = input.handlingCode;
    if (input.actionCode !== undefined) this.actionCode = input.actionCode;
    if (input.sanitisationCode !== undefined) this.sanitisationCode = input.sanitisationCode;
    if (input.instructions !== undefined) this.instructions = blankToNull(input.instructions);
    if (input.usage !== undefined) this.usage = blankToNull(input.usage);
    if (input.areas !== undefined) this.areas = [...new Set(input.areas ?? [])];
    if (input.reason !== undefined) this.original.reason = blankToNull(input.reason);
  }

  public get restricted(): boolean {
    return needsOriginator(this);
  }
}
