-- For all that waits to be looked at again, as the superuser. Who has held a delivery for ten seconds of its minute is gone by then.
UPDATE platform.outbox SET relayed_at = relayed_at - interval '121 seconds' WHERE done_at IS NULL AND relayed_at IS NOT NULL;
UPDATE notifications.delivery SET look_again_at = look_again_at - interval '121 seconds', not_before = not_before - interval '121 seconds', leased_until = NULL
  WHERE state = 'queued' AND (leased_until IS NULL OR leased_until < clock_timestamp() + interval '50 seconds');
UPDATE platform.schedule SET next_at = clock_timestamp();
