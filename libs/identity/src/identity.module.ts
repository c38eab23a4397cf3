import { Global, Module } from '@nestjs/common';
import './permissions.js';
import { Authenticate } from './authenticate.js';
import { ChangeAccount } from './change-account.js';
import { ChangePassword } from './change-password.js';
import { CreateAccount } from './create-account.js';
import { EndSession } from './end-session.js';
import { FindActor } from './find-actor.js';
import { MarkLeaver } from './mark-leaver.js';
import { ResetPassword } from './reset-password.js';
import { SignIn } from './sign-in.js';
import { SignInStore } from './sign-in.store.js';
import { SignedInGuard } from './signed-in.guard.js';

const VERBS = [SignIn, EndSession, ChangePassword, CreateAccount, ChangeAccount, MarkLeaver, ResetPassword];

/** Who people are, and that it is they. */
@Global()
@Module({
  providers: [SignInStore, FindActor, Authenticate, SignedInGuard, ...VERBS],
  exports: [FindActor, Authenticate, SignedInGuard, ...VERBS],
})
export class IdentityModule {}
