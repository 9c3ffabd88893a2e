-- The rest of a subscription's life. A renewal can go on as another offer; a line whose licences all went on to a
-- better plan, or a trial that became something bought, says what it went on as; an add-on knows what it does because
-- its parent does it, so that it follows back when the parent comes back, and every list can say so without asking
-- for the parent.

ALTER TABLE subscription
  ADD COLUMN renewal_offer_id uuid REFERENCES offer (id),
  ADD COLUMN successor_id uuid,
  ADD COLUMN parent_suspends text CHECK (parent_suspends IN ('already', 'followed')),
  ADD COLUMN parent_ends text CHECK (parent_ends IN ('already', 'followed')),
  ADD CONSTRAINT subscription_renews_whole CHECK (renewal_offer_id IS NULL OR renewal_quantity IS NOT NULL),
  ADD CONSTRAINT subscription_succeeded_is_over CHECK (successor_id IS NULL OR status = 'cancelled'),
  ADD CONSTRAINT subscription_succeeds_another CHECK (successor_id <> id),
  ADD CONSTRAINT subscription_only_add_ons_follow CHECK (
    parent_subscription_id IS NOT NULL OR (parent_suspends IS NULL AND parent_ends IS NULL)),
  ADD CONSTRAINT subscription_suspended_with_parent CHECK (
    parent_suspends IS DISTINCT FROM 'followed' OR status <> 'active'),
  ADD CONSTRAINT subscription_ends_with_parent CHECK (parent_ends IS NULL OR NOT auto_renew),
  ADD CONSTRAINT subscription_id_customer UNIQUE (id, customer_id);
-- Whatever it went on as is the same customer's.
ALTER TABLE subscription
  ADD CONSTRAINT subscription_successor FOREIGN KEY (successor_id, customer_id)
    REFERENCES subscription (id, customer_id);
CREATE INDEX subscription_succeeded ON subscription (successor_id) WHERE successor_id IS NOT NULL;

-- An add-on that goes with another subscription now counts there, and no longer where it was.
CREATE FUNCTION subscription_recount_add_ons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE subscription p SET active_add_ons = (
    SELECT count(*) FROM subscription a
    WHERE a.parent_subscription_id = p.id AND a.status IN ('active', 'suspended'))
  WHERE p.id IN (OLD.parent_subscription_id, NEW.parent_subscription_id);
  RETURN NULL;
END $$;
CREATE TRIGGER subscription_add_on_moved AFTER UPDATE OF parent_subscription_id ON subscription
  FOR EACH ROW WHEN (OLD.parent_subscription_id IS DISTINCT FROM NEW.parent_subscription_id)
  EXECUTE FUNCTION subscription_recount_add_ons();

-- The version a change led to, so that whoever had an older one before their eyes is told what happened since.
ALTER TABLE subscription_change ADD COLUMN version int;
