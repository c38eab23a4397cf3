import { Column, Entity, PrimaryColumn } from 'typeorm';
import { strictest } from '@clin/grading';
import { NotPermitted, Stale, WrongState, type Actor } from '@clin/platform';
import type { ReportItem } from './report-item.js';
import type { ReportInput } from './report.input.js';
import {
  obstacleTo,
  REPORT_STATUS,
  STATUS_WORDS,
  statusName,
  transition,
  type ReportAction,
  type ReportStatus,
} from './report.states.js';
import { retentionOf } from './retention.rule.js';
import { blankToNull } from './text.js';

/** What only the owner's agency reads of a report. */
@Entity({ schema: 'intelligence', name: 'report_original' })
export class ReportOriginal {
  @PrimaryColumn('uuid', { name: 'report_id', update: false }) public reportId!: string;
  @Column('text', { nullable: true }) public title: string | null = null;
  @Column('text', { nullable: true }) public provenance: string | null = null;
  @Column('text', { array: true }) public areas: string[] = [];
  @Column({ type: 'uuid', name: 'author_id', update: false }) public authorId!: string;
  @Column('uuid', { name: 'assessor_id', nullable: true }) public assessorId: string | null = null;
  @Column('timestamptz', { name: 'updated_at' }) public updatedAt!: Date;
  @Column('timestamptz', { name: 'submitted_at', nullable: true }) public submittedAt: Date | null = null;
  @Column('timestamptz', { name: 'assessed_at', nullable: true }) public assessedAt: Date | null = null;
  @Column('text', { name: 'return_reason', nullable: true }) public returnReason: string | null = null;
  @Column('date', { name: 'return_due_by', nullable: true }) public returnDueBy: string | null = null;
}

/** A 3x5x2 intelligence report with every label of a protected record. */
@Entity({ schema: 'intelligence', name: 'report' })
export class Report {
  @PrimaryColumn('uuid', { update: false }) public id!: string;
  @Column({ type: 'text', update: false }) public reference!: string;
  @Column({ type: 'smallint', name: 'owner_agency_id', update: false }) public ownerAgencyId!: number;
  @Column({ type: 'timestamptz', name: 'created_at', update: false }) public createdAt!: Date;
  @Column('smallint') public sensitivity!: number;
  @Column('int', { name: 'compartment_id', nullable: true }) public compartmentId: number | null = null;
  /** The author while it is a draft: nobody else sees it. */
  @Column('uuid', { name: 'private_to', nullable: true }) public privateTo!: string | null;
  @Column('smallint', { name: 'status' }) public statusNumber!: number;
  @Column('text') public handling!: string;
  @Column('text') public discovery!: string;
  @Column('smallint', { name: 'retention_group' }) public retentionGroup!: number;
  @Column('date', { name: 'review_on' }) public reviewOn!: string;
  @Column('int') public version!: number;
  @Column('text') public marking!: string;
  @Column('date', { name: 'event_date', nullable: true }) public eventDate: string | null = null;
  @Column('text', { name: 'sanitised_title', nullable: true }) public sanitisedTitle: string | null = null;
  @Column('text', { array: true }) public safeguarding: string[] = [];
  @Column('boolean', { name: 'threat_to_life' }) public threatToLife = false;
  @Column('timestamptz', { name: 'disseminated_at', nullable: true }) public disseminatedAt: Date | null = null;
  /** Loaded and saved beside the row by the store. */
  public original!: ReportOriginal;
  public items: ReportItem[] = [];

  /** A new draft: silent, private to its author, with every label. */
  public static begin(actor: Actor, given: { id: string; reference: string; now: Date }): Report {
    const report = new Report();
    report.id = given.id;
    report.reference = given.reference;
    report.ownerAgencyId = actor.agencyId;
    report.createdAt = given.now;
    report.privateTo = actor.userId;
    report.statusNumber = REPORT_STATUS.draft;
    report.discovery = 'silent';
    report.version = 1;
    report.marking = 'OFFICIAL-SENSITIVE';
    report.original = Object.assign(new ReportOriginal(), {
      reportId: given.id,
      authorId: actor.userId,
      updatedAt: given.now,
    });
    report.label();
    return report;
  }

  public get status(): ReportStatus {
    return statusName(this.statusNumber);
  }

  /** Takes what was given; what was left out stays, null clears. Items are the store's and the item's affair. */
  public write(input: ReportInput): void {
    const { original } = this;
    if (input.title !== undefined) original.title = blankToNull(input.title);
    if (input.provenance !== undefined) original.provenance = blankToNull(input.provenance);
    if (input.areas !== undefined) original.areas = [...new Set(input.areas ?? [])];
    if (input.sanitisedTitle !== undefined) this.sanitisedTitle = blankToNull(input.sanitisedTitle);
    if (input.eventDate !== undefined) this.eventDate = input.eventDate ?? null;
    if (input.marking !== undefined) this.marking = input.marking ?? 'OFFICIAL-SENSITIVE';
    if (input.safeguarding !== undefined) this.safeguarding = [...new Set(input.safeguarding ?? [])];
    if (input.threatToLife !== undefined) this.threatToLife = input.threatToLife ?? false;
  }

  /** Sensitivity, handling and retention follow from the content. */
  public label(): void {
    this.sensitivity = this.marking === 'OFFICIAL' ? 1 : 2;
    this.handling = strictest(this.items);
    const { group, reviewOn } = retentionOf(this, this.createdAt);
    this.retentionGroup = group;
    this.reviewOn = reviewOn;
  }

  /**
   * Checks, in this order, that the state has the action, that the person may, and that they saw this version; then moves on.
   * Throws WrongState, NotPermitted or Stale with both versions.
   */
  public advance(action: ReportAction, actor: Actor, version: number | undefined, now: Date): ReportStatus {
    const step = transition(this.status, action);
    if (!step)
      throw new WrongState(
        `This report is “${STATUS_WORDS[this.status]}”, so this cannot be done. Nothing was changed.`,
      );
    const { authorId, assessorId } = this.original;
    const obstacle = obstacleTo(step, {
      permissions: actor.permissions,
      isAuthor: authorId === actor.userId,
      assessedByAuthor: assessorId === authorId,
    });
    if (obstacle) throw new NotPermitted(obstacle);
    if (version !== undefined && version !== this.version) {
      throw new Stale({ id: this.id, version: this.version, status: this.status, yours: version });
    }
    this.statusNumber = REPORT_STATUS[step.to];
    if (step.to !== 'draft') this.privateTo = null;
    this.original.updatedAt = now;
    this.version += 1;
    return step.to;
  }
}
