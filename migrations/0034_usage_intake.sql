-- Records of use come a million at a time and are kept for ever: they are kept by month, so that old months can be
-- detached and no index grows without end. Which version of a record is the latest is asked of every record that
-- comes, whatever its month: a slim table of its own knows. What a record is for may also be said by its tag, and a
-- customer may have its use split by that.

SELECT set_config('comptoir.everything', 'on', true);

-- The records, by month of their day. A month's table is made by `usage_partition` before the first record is written.
ALTER TABLE usage_record RENAME TO usage_record_whole;
ALTER INDEX usage_record_pkey RENAME TO usage_record_whole_pkey;
ALTER INDEX usage_record_of_month RENAME TO usage_record_whole_of_month;

CREATE TABLE usage_record (
  source_id uuid NOT NULL,
  external_id text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  version int NOT NULL CHECK (version >= 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  subscription_id uuid NOT NULL,
  meter_id uuid NOT NULL,
  month date NOT NULL,
  revision int NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  quantity bigint NOT NULL CHECK (quantity BETWEEN 0 AND 1000000000000000),
  tag text CHECK (length(tag) BETWEEN 1 AND 100),
  -- What its source says it is billed in, to be compared only.
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (source_id, external_id, version, month),
  CHECK (month = date_trunc('month', day)::date)
) PARTITION BY RANGE (month);
CREATE INDEX usage_record_of_month ON usage_record (subscription_id, meter_id, month);

ALTER TABLE usage_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_record FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON usage_record FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND ((SELECT reach_all()) OR sees_subscription(subscription_id)));
CREATE POLICY counting ON usage_record FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT ON usage_record TO comptoir_service;

-- Its months are detached as the others' are; it has no rest, since none is needed.
INSERT INTO kept_from (parent, key) VALUES ('usage_record', 'month');

-- From which month on the ledger can be recomputed: before it, records, changes or charges may be gone. Null: nothing
-- was detached.
CREATE FUNCTION ledger_kept_from() RETURNS date LANGUAGE sql STABLE
  RETURN (SELECT max(month) FROM kept_from WHERE parent IN ('charge', 'subscription_change', 'usage_record'));

-- The tables of months are reached through `usage_record` only: nothing is granted on them, and no policy lets anybody
-- in. Made ready and then attached, which lets everybody go on reading and counting meanwhile. Nobody records the
-- future, nothing was sold before 2000, and a month that is gone is not made anew: what comes late for it is parked.
CREATE FUNCTION usage_partition(wanted date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month CONSTANT date := date_trunc('month', wanted)::date;
  name CONSTANT text := 'usage_record_' || to_char(wanted, 'YYYY_MM');
BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(name) AND relispartition) THEN RETURN; END IF;
  IF month NOT BETWEEN date '2000-01-01' AND (comptoir_now() + interval '2 months')::date
    OR month < ledger_kept_from() THEN
    RAISE EXCEPTION 'there is no use in %', month USING ERRCODE = 'check_violation', CONSTRAINT = 'usage_partition';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('usage_partition'), month - date '2000-01-01');
  IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(name) AND relispartition) THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE usage_record INCLUDING CONSTRAINTS)', name);
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE usage_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, month,
    (month + interval '1 month')::date);
END $$;
REVOKE EXECUTE ON FUNCTION usage_partition(date) FROM public;
GRANT EXECUTE ON FUNCTION usage_partition(date) TO comptoir_service;

SELECT usage_partition(month) FROM (
  SELECT DISTINCT month FROM usage_record_whole
  UNION SELECT date_trunc('month', comptoir_now())::date) m (month) ORDER BY month;
INSERT INTO usage_record (source_id, external_id, version, distributor_id, reseller_id, customer_id, subscription_id,
  meter_id, month, revision, day, at, quantity, tag, recorded_at)
SELECT source_id, external_id, version, distributor_id, reseller_id, customer_id, subscription_id, meter_id, month,
  revision, day, at, quantity, tag, recorded_at
FROM usage_record_whole;

-- After a set of records: each is of a month that is counted, with that month's path, and of a source there is. A
-- million records are looked at once, not one by one.
CREATE FUNCTION usage_record_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM counted c WHERE NOT EXISTS (
      SELECT FROM usage_month u WHERE u.subscription_id = c.subscription_id AND u.month = c.month
        AND u.meter_id = c.meter_id AND u.customer_id = c.customer_id AND u.reseller_id = c.reseller_id
        AND u.distributor_id = c.distributor_id))
    OR EXISTS (
      SELECT FROM (SELECT DISTINCT source_id FROM counted) c
      WHERE NOT EXISTS (SELECT FROM organization o WHERE o.id = c.source_id)) THEN
    RAISE EXCEPTION 'a record is of no month that is counted'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'usage_record_is_counted';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER usage_record_counted AFTER INSERT ON usage_record REFERENCING NEW TABLE AS counted
  FOR EACH STATEMENT EXECUTE FUNCTION usage_record_is_counted();

-- The same of the months themselves: looked at as a set, not by a reference each. Neither subscriptions nor meters are
-- ever deleted.
ALTER TABLE usage_month DROP CONSTRAINT usage_month_subscription_id_fkey, DROP CONSTRAINT usage_month_meter_id_fkey;
CREATE FUNCTION usage_month_is_metered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM counted c
    WHERE NOT EXISTS (
        SELECT FROM subscription s WHERE s.id = c.subscription_id AND s.customer_id = c.customer_id
          AND s.reseller_id = c.reseller_id AND s.distributor_id = c.distributor_id)
      OR NOT EXISTS (SELECT FROM meter m WHERE m.id = c.meter_id)) THEN
    RAISE EXCEPTION 'a month is of no subscription or meter there is'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'usage_month_is_metered';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER usage_month_metered AFTER INSERT ON usage_month REFERENCING NEW TABLE AS counted
  FOR EACH STATEMENT EXECUTE FUNCTION usage_month_is_metered();

-- The latest version of each record and the month it is in; that month's table has the rest. One index answers it.
CREATE TABLE usage_key (
  source_id uuid NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version int NOT NULL,
  month date NOT NULL,
  PRIMARY KEY (source_id, external_id) INCLUDE (version, month)
) WITH (fillfactor = 95);

ALTER TABLE usage_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_key FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON usage_key USING (
  (SELECT reach_everything())
  OR source_id = (SELECT reach_distributor())
  OR source_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT, UPDATE (version, month) ON usage_key TO comptoir_service;

INSERT INTO usage_key (source_id, external_id, version, month)
SELECT DISTINCT ON (source_id, external_id) source_id, external_id, version, month FROM usage_record_whole
ORDER BY source_id, external_id, version DESC;
DROP TABLE usage_record_whole;

-- What is parked may name a currency, and may be put aside for good by somebody who says why.
ALTER TABLE parked_usage_record
  ADD COLUMN currency text CHECK (currency ~ '^[A-Z]{3}$'),
  ADD COLUMN dismissed_by uuid REFERENCES person (id),
  ADD COLUMN dismissed_by_name text,
  ADD COLUMN dismissal_note text CHECK (length(dismissal_note) BETWEEN 1 AND 500),
  ADD CONSTRAINT parked_usage_record_dismissal CHECK (
    (dismissed_by_name IS NULL) = (dismissal_note IS NULL) AND (dismissal_note IS NULL OR settled_at IS NOT NULL)),
  DROP CONSTRAINT parked_usage_record_reason_check,
  ADD CONSTRAINT parked_usage_record_reason_check CHECK (reason IN ('subscriptionUnknown', 'subscriptionDirect',
    'meterUnknown', 'beforeStart', 'afterEnd', 'currencyDiffers', 'priceMissing', 'monthArchived'));
CREATE INDEX parked_usage_record_of_source ON parked_usage_record (source_id, id) WHERE settled_at IS NULL;
GRANT UPDATE (dismissed_by, dismissed_by_name, dismissal_note) ON parked_usage_record TO comptoir_service;

-- Files of records, as they were sent in: checked by a job, taken over whole when told to.
CREATE TABLE usage_import (
  id uuid PRIMARY KEY,
  source_id uuid NOT NULL REFERENCES organization (id),
  distributor_id uuid NOT NULL,
  reseller_id uuid,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  format text NOT NULL CHECK (format IN ('csv', 'jsonl')),
  bytes bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'checked', 'refused', 'approved', 'done', 'withdrawn')),
  -- Taken out once nothing can be done with it any more.
  content bytea,
  lines_read int NOT NULL DEFAULT 0,
  -- What would become of its records, or became of them.
  summary jsonb,
  -- The first things wrong with it: [{line, column, code, details}].
  faults jsonb,
  fault_count int NOT NULL DEFAULT 0,
  asked_at timestamptz NOT NULL,
  asked_by uuid NOT NULL REFERENCES person (id),
  asked_by_name text NOT NULL,
  finished_at timestamptz,
  -- A worker has it until then; one that died lets go of it.
  claimed_until timestamptz,
  version int NOT NULL DEFAULT 1,
  CONSTRAINT usage_import_of_source CHECK (source_id = coalesce(reseller_id, distributor_id)),
  CONSTRAINT usage_import_has_content CHECK (status NOT IN ('waiting', 'checked', 'approved') OR content IS NOT NULL)
);
ALTER TABLE usage_import ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX usage_import_of_source ON usage_import (source_id, id);
CREATE INDEX usage_import_due ON usage_import (id) WHERE status IN ('waiting', 'approved');

ALTER TABLE usage_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_import FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON usage_import USING (
  (SELECT reach_everything())
  OR source_id = (SELECT reach_distributor())
  OR source_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT ON usage_import TO comptoir_service;
GRANT UPDATE (status, content, lines_read, summary, faults, fault_count, finished_at, claimed_until, version)
  ON usage_import TO comptoir_service;

-- The tags that came with a customer's records, so that those which lead nowhere can be listed.
CREATE TABLE usage_tag (
  customer_id uuid NOT NULL,
  tag text COLLATE "C" NOT NULL CHECK (length(tag) BETWEEN 1 AND 100),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  first_seen timestamptz NOT NULL,
  PRIMARY KEY (customer_id, tag),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);

-- The centre that what is tagged lands on, from a month on; none: the default centre again.
CREATE TABLE usage_tag_centre (
  customer_id uuid NOT NULL,
  tag text COLLATE "C" NOT NULL,
  from_month date NOT NULL CHECK (extract(day FROM from_month) = 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  centre_id uuid,
  set_at timestamptz NOT NULL,
  set_by uuid,
  set_by_name text NOT NULL,
  PRIMARY KEY (customer_id, tag, from_month),
  FOREIGN KEY (customer_id, tag) REFERENCES usage_tag (customer_id, tag),
  FOREIGN KEY (customer_id, centre_id) REFERENCES billing_centre (customer_id, id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);

-- How a subscription's use, or that of all of a customer's subscriptions to a service, is split from a month on. A
-- subscription's own choice comes first; null goes with the service's, and without any use goes by licences.
CREATE TABLE usage_split (
  customer_id uuid NOT NULL,
  service_id uuid REFERENCES service (id),
  subscription_id uuid,
  from_month date NOT NULL CHECK (extract(day FROM from_month) = 1),
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  split_by text CHECK (split_by IN ('licences', 'tag')),
  set_at timestamptz NOT NULL,
  set_by uuid,
  set_by_name text NOT NULL,
  CHECK (num_nonnulls(service_id, subscription_id) = 1),
  UNIQUE NULLS NOT DISTINCT (customer_id, service_id, subscription_id, from_month),
  FOREIGN KEY (subscription_id, customer_id) REFERENCES subscription (id, customer_id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);

-- Where each tag led when a month was posted, so that a posting can be explained after the tag was led elsewhere.
CREATE TABLE usage_tag_posted (
  subscription_id uuid NOT NULL,
  month date NOT NULL,
  meter_id uuid NOT NULL,
  revision int NOT NULL,
  -- Empty: what came without a tag.
  tag text COLLATE "C" NOT NULL,
  distributor_id uuid NOT NULL,
  reseller_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  centre_id uuid NOT NULL,
  PRIMARY KEY (subscription_id, month, meter_id, revision, tag),
  FOREIGN KEY (subscription_id, month, meter_id) REFERENCES usage_month (subscription_id, month, meter_id),
  FOREIGN KEY (customer_id, centre_id) REFERENCES billing_centre (customer_id, id),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id)
);

DO $$
DECLARE
  place text;
BEGIN
  FOREACH place IN ARRAY ARRAY['usage_tag', 'usage_tag_centre', 'usage_split'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', place);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', place);
    EXECUTE format(
      'CREATE POLICY reach ON %I USING ((SELECT reach_everything())
        OR distributor_id = (SELECT reach_distributor())
        OR reseller_id = (SELECT reach_reseller())
        OR customer_id = (SELECT reach_customer()) AND (SELECT reach_accounts()))', place);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON usage_tag TO comptoir_service;
GRANT SELECT, INSERT, UPDATE (centre_id, set_at, set_by, set_by_name) ON usage_tag_centre TO comptoir_service;
GRANT SELECT, INSERT, UPDATE (split_by, set_at, set_by, set_by_name) ON usage_split TO comptoir_service;

ALTER TABLE usage_tag_posted ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_tag_posted FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON usage_tag_posted FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND ((SELECT reach_all()) OR sees_subscription(subscription_id)));
CREATE POLICY posting ON usage_tag_posted FOR INSERT WITH CHECK (
  (SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT ON usage_tag_posted TO comptoir_service;

INSERT INTO usage_tag (customer_id, tag, distributor_id, reseller_id, first_seen)
SELECT customer_id, tag, distributor_id, reseller_id, min(recorded_at) FROM usage_record WHERE tag IS NOT NULL
GROUP BY customer_id, tag, distributor_id, reseller_id;

-- A price that has not begun may be said anew: the later one counts. What was in force stays what it was.
ALTER TABLE meter_price
  ADD COLUMN number int NOT NULL DEFAULT 1 CHECK (number >= 1),
  ADD COLUMN set_at timestamptz,
  ADD COLUMN set_by uuid,
  ADD COLUMN set_by_name text,
  DROP CONSTRAINT meter_price_pkey,
  ADD PRIMARY KEY (reseller_id, meter_id, leg, currency, from_month, number);
