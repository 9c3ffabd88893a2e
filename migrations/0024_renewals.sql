-- What ends, renews or can still be reduced is looked for by deadline, among hundreds of thousands of subscriptions, so
-- the instants are kept beside the days and windows they follow from. The database works them out: whatever changes a
-- term's end or its licences changes them too, and a bill run, which touches neither, does not.

-- The first instant of a day where it is counted. Where clocks go back at midnight that hour comes twice, and the
-- earlier one begins the day; where they go forward over it, the day begins later.
CREATE FUNCTION start_of_day(day date, zone text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  midnight timestamptz := day::timestamp AT TIME ZONE zone;
  earlier timestamptz := midnight - interval '1 hour';
BEGIN
  RETURN CASE WHEN (earlier AT TIME ZONE zone)::date = day THEN earlier ELSE midnight END;
END $$;

-- When a window closes that was opened then; null where that is no moment. As hours on the clock: a day counts 24, a
-- month 30 days (Core/Period.swift).
CREATE FUNCTION window_end(opened timestamptz, length text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  span interval;
BEGIN
  IF length IN ('none', 'always') THEN RETURN NULL; END IF;
  span := length::interval;
  RETURN opened + make_interval(hours => (24 * (30 * (12 * extract(year FROM span) + extract(month FROM span))
    + extract(day FROM span)) + extract(hour FROM span))::int);
END $$;

ALTER TABLE subscription
  -- The term's end, where its days are counted.
  ADD COLUMN ends_at timestamptz NOT NULL GENERATED ALWAYS AS (start_of_day(term_end, time_zone)) STORED,
  -- Until when the newest lot can be given back; after that none can.
  ADD COLUMN reducible_until timestamptz
    GENERATED ALWAYS AS (window_end(lot_times[cardinality(lot_times)], decrease_window)) STORED;

CREATE INDEX subscription_ending_of_reseller ON subscription (reseller_id, ends_at, id)
  WHERE status IN ('active', 'suspended') AND NOT direct;
CREATE INDEX subscription_ending_of_distributor ON subscription (distributor_id, ends_at, id)
  WHERE status IN ('active', 'suspended') AND NOT direct;
CREATE INDEX subscription_reducible_of_reseller ON subscription (reseller_id, reducible_until, id)
  WHERE status = 'active' AND NOT direct AND reducible_until IS NOT NULL;
CREATE INDEX subscription_reducible_of_distributor ON subscription (distributor_id, reducible_until, id)
  WHERE status = 'active' AND NOT direct AND reducible_until IS NOT NULL;

-- How often somebody wants the digest of one organization, weekly unless they say otherwise, and for which day they
-- were sent the last one: whoever writes that day first sends it, however many try.
CREATE TABLE renewal_digest (
  person_id uuid NOT NULL REFERENCES person (id),
  organization_id uuid NOT NULL REFERENCES organization (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid,
  rhythm text NOT NULL DEFAULT 'weekly' CHECK (rhythm IN ('daily', 'weekly', 'off')),
  sent_for date,
  PRIMARY KEY (person_id, organization_id),
  FOREIGN KEY (reseller_id, distributor_id, organization_id) REFERENCES organization (reseller_id, distributor_id, id),
  CHECK (organization_id = coalesce(customer_id, reseller_id))
);
ALTER TABLE renewal_digest ENABLE ROW LEVEL SECURITY;
ALTER TABLE renewal_digest FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON renewal_digest USING ((SELECT reach_everything()) OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT, DELETE ON renewal_digest TO comptoir_service;
GRANT UPDATE (rhythm, sent_for) ON renewal_digest TO comptoir_service;

-- The secret address at which a calendar program reads somebody's deadlines in one organization; it opens nothing else.
CREATE TABLE calendar_feed (
  hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  organization_id uuid NOT NULL REFERENCES organization (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  customer_id uuid,
  created_at timestamptz NOT NULL,
  UNIQUE (person_id, organization_id),
  FOREIGN KEY (reseller_id, distributor_id, organization_id) REFERENCES organization (reseller_id, distributor_id, id),
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id))
);
ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_feed FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON calendar_feed USING ((SELECT reach_everything()) OR person_id = (SELECT reach_person()));
GRANT SELECT, INSERT, DELETE ON calendar_feed TO comptoir_service;
