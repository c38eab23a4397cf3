import { Module } from '@nestjs/common';
import { OriginatorControlModule } from '../originator-control.module.js';
import { AnswerPages } from './answer.pages.js';
import { AskPages } from './ask.pages.js';
import { PermissionPages } from './permission.pages.js';
import { StepForms } from './step-forms.js';

/** The page doors of asking the originator. */
@Module({
  imports: [OriginatorControlModule],
  controllers: [AskPages, AnswerPages, PermissionPages],
  providers: [StepForms],
})
export class PermissionsWebModule {}
