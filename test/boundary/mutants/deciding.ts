/** Keeper functions that decide who sees or shares, by schema. A function of these schemas stands here or among those aside. */
const BY_SCHEMA: Record<string, string> = {
  ctx: `act_for actor agency clearance compartments has_role known_agreements lapsed_agreements leaderless left_agreements my_agreements nominating
    reading_clearance user_id withheld`,
  identity: 'actor_for copy_rights copy_term names_in_log',
  access: `acknowledge admit answer_question ask_lifting ask_owner attempted carry_conditions check_term close_operation colleagues_operations confidence
    count_attempt demand_sharer depart depart_on_posting disclose disclosures_of discover end_emergencies_of_restricted end_emergency end_emergency_month expel extend grants_of
    hand_over held_under hold_restriction join_agency keep_emergency keep_labels led lift mind_questions my_grants my_live_grants name_disclosed
    named_under open_emergency open_operation own_to_restrict owns part_agency place_items place_member put_in_lead question_reaches reader_groups readers_at recall
    refuse_label refuse_whole refuse_wider remember_sensitivity remind_reviews reopen_operation restrict restrict_notices restriction_here review_emergency revoke
    shared_since standing_in take_over track_item
    track_record withdraw`,
  sharing: `answer_permission approve ask_permission begin_version concerned date_force date_party demand_role discard draft_agreement enact_if_complete end_agreement end_permissions
    handle_permission handler_part known_locked leave log mind_permissions note_onward_share pending people_at_parties propose put_terms refuse_terms reinstate
    remind_reviews review revise save_version suspend waiting_for withdraw withdraw_permission`,
  intelligence: `carry_title decide_correction forget_source given_before refuse_change refuse_step refuse_untaken refuse_untold refuse_writing
    withdraw_correction writes`,
  notifications: 'audience audience_beside parties',
  referrals: 'draft_referred_to end_drafts end_pack mind move refuse_change refuse_incomplete refuse_terms',
  picture: 'audience',
  cases: 'end_drafts mind_actions read_by refuse_move refuse_step',
  threats: 'able chase may_hold move on_duty raise_alert raise_from_referral raise_from_report refuse_while_held',
};

const listed = (names: string, schema: string): string[] => names.split(/\s+/).map((name) => `${schema}.${name}`);
export const DECIDING: readonly string[] = Object.entries(BY_SCHEMA).flatMap(([schema, names]) =>
  listed(names, schema),
);

/** Functions that decide nobody's sight, and what proves them instead. */
export const ASIDE: Record<string, string> = {
  'identity.actor_seen': 'identity.actor_for without its sign of life: test/journeys/told-as-chosen',
  'access.refuse_writer': 'asks for the roles that stand with each table: test/boundary/roles-of-functions.spec',
  'cases.refuse_change': 'refuses everybody: test/boundary/cases.spec',
  'cases.sign_action': 'done and verified by whoever says so: test/boundary/cases-attack.spec',
  'cases.stay_in_operation': 'keeps a label as it was: test/boundary/cases.spec',
  'intelligence.refuse_moment': 'refuses everybody: test/boundary/roles-of-functions.spec',
  'threats.refuse_change': 'refuses everybody: test/boundary/threats.spec',
  'identity.change_own_password': 'one’s own password: libs/identity and test/faults/security',
  'identity.end_session': 'signing out: test/faults/security',
  'identity.end_sessions_of': 'an administrator signs somebody out: libs/identity',
  'identity.issue_password': 'an administrator’s work: libs/identity',
  'notifications.claim': 'one worker at a time holds an e-mail: libs/notifications/src/jobs/send-mail.spec',
  'notifications.failures': 'an administrator’s list without names: test/journeys/told-as-chosen',
  'notifications.hook': 'a delivery for each agency that was told: libs/notifications/src/jobs/call-webhooks.spec',
  'notifications.hook_call':
    'what an agency’s system may hear, each condition: libs/notifications/src/jobs/call-webhooks.spec',
  'notifications.make_digests': 'one daily e-mail: libs/notifications/src/jobs/send-mail.spec',
  'notifications.overview': 'an administrator’s counts: test/journeys/told-as-chosen',
  'notifications.postpone': 'quiet hours: libs/notifications/src/jobs/send-mail.spec',
  'notifications.quiet_end': 'a time of day: libs/notifications/src/jobs/send-mail.spec',
  'notifications.redrive': 'an administrator’s work: test/journeys/told-as-chosen',
  'notifications.settle': 'what became of an e-mail: libs/notifications/src/jobs/send-mail.spec',
  'notifications.signal': 'says that something happened to one of many: test/journeys/told-as-chosen',
  'notifications.take_due': 'queues, and decides nothing: libs/notifications/src/jobs/send-mail.spec',
  'picture.count_event': 'adds figures and reads no record to anybody: libs/national-picture',
  'picture.figures': 'suppression has its attack: test/boundary/picture-attack',
  'picture.fold': 'sums figures: libs/national-picture',
  'picture.follow_restriction': 'corrects figures: test/boundary/restriction-surfaces',
};
