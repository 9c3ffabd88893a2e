-- What grows without end is kept by month: charges by the month they are posted in, changes of subscriptions by their
-- day, audit records by their instant. Each month is a table of its own: what is asked of the present month reads
-- small indexes, and a month nobody needs any more is detached, dumped and dropped as a whole.
--
-- Months are made ahead by the service's jobs. Whatever falls into none (the jobs did not run, a clock was set far
-- ahead) lands in the rest, and is moved when its month is made: nothing is ever refused for want of a table.
--
-- The rest also keeps what is still needed of a month that was detached: see detach_month().

-- From which month on each is kept; null: nothing was detached yet.
CREATE TABLE kept_from (
  parent text PRIMARY KEY,
  -- What says of a row when it belongs to.
  key text NOT NULL,
  month date CHECK (extract(day FROM month) = 1),
  -- Of audit records: numbers up to this one may have gone with their months.
  sequence bigint
);
GRANT SELECT ON kept_from TO comptoir_service;

-- A kept month is reached through its parent only, whose policies hold then: nobody is granted anything on it, and
-- with row-level security forced and no policy of its own it shows nothing to whoever is granted something by mistake.
CREATE FUNCTION month_closed_to_all(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
END $$;

-- Gives a table the shape it has now, kept by `key`, under its own name; its rows go to the rest. `identity`: the
-- column that counts. Policies, triggers, grants and references are said again by whoever calls it.
CREATE FUNCTION keep_by_month(parent text, key text, primary_key text, counter text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  old text := parent || '_all';
  last bigint;
BEGIN
  EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, old);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', old, parent || '_pkey');
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (%s))
    PARTITION BY RANGE (%I)', parent, old, primary_key, key);
  EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent || '_rest', parent);
  EXECUTE format('INSERT INTO %I SELECT * FROM %I', parent, old);
  IF counter IS NOT NULL THEN
    EXECUTE format('SELECT coalesce(max(%I), 0) + 1 FROM %I', counter, old) INTO last;
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP IDENTITY', old, counter);
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I ADD GENERATED ALWAYS AS IDENTITY (START WITH %s)',
      parent, counter, last);
  END IF;
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', parent);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', parent);
  PERFORM month_closed_to_all(parent || '_rest');
  INSERT INTO kept_from (parent, key) VALUES (parent, key);
END $$;

-- Charges. None is posted before its cycle begins: what was posted for a cycle is found without looking at the months
-- before it.
ALTER TABLE charge ADD CONSTRAINT charge_within_cycle CHECK (posted_on >= cycle_from);
SELECT keep_by_month('charge', 'month', 'subscription_id, cycle_from, sequence, month', 'sequence');
DROP TABLE charge_all;
CREATE INDEX charge_of_customer ON charge (customer_id, month);
CREATE INDEX charge_of_reseller ON charge (reseller_id, month) WHERE leg = 'cost';
CREATE TRIGGER charge_posted AFTER INSERT ON charge REFERENCING NEW TABLE AS posted
  FOR EACH STATEMENT EXECUTE FUNCTION charge_on_open_statement();
CREATE POLICY reach ON charge FOR SELECT USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR distributor_id = (SELECT reach_distributor()) AND leg = 'cost'
  OR customer_id = (SELECT reach_customer()) AND leg = 'price' AND (
    (SELECT reach_accounts()) OR centre_id = ANY ((SELECT reach_centres())::uuid[])));
CREATE POLICY posting ON charge FOR INSERT WITH CHECK (
  (SELECT reach_everything()) OR reseller_id = (SELECT reach_reseller()));
GRANT SELECT, INSERT ON charge TO comptoir_service;

-- Changes. That a number is there once is kept by the subscription's row, which whoever writes one has locked and
-- whose count of changes it takes; a key over all months cannot say it without the day. What is promised to a vendor
-- named its change by that key; both are written in one transaction, and neither can be removed by the service. Nor
-- can a subscription, which a reference would say of every change: making a month would then lock them all.
ALTER TABLE fulfilment DROP CONSTRAINT fulfilment_subscription_id_change_number_fkey;
SELECT keep_by_month('subscription_change', 'day', 'subscription_id, number, day', NULL);
DROP TABLE subscription_change_all;
CREATE POLICY reach ON subscription_change USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()) AND ((SELECT reach_all()) OR sees_subscription(subscription_id)));
GRANT SELECT, INSERT ON subscription_change TO comptoir_service;

-- Audit records. Their digests say every column by its name: they stay what they were.
DROP FUNCTION audit_digest(audit_record);
SELECT keep_by_month('audit_record', 'at', 'sequence, at', 'sequence');
DROP TABLE audit_record_all;
CREATE INDEX audit_record_of_customer ON audit_record (customer_id, sequence);
CREATE INDEX audit_record_of_reseller ON audit_record (reseller_id, sequence);
CREATE INDEX audit_record_of_object ON audit_record (object_id, sequence);
CREATE INDEX audit_record_of_actor ON audit_record (actor_id, sequence) WHERE actor_id IS NOT NULL;
CREATE TRIGGER audit_written BEFORE INSERT ON audit_record FOR EACH STATEMENT EXECUTE FUNCTION audit_is_written();
CREATE POLICY reach ON audit_record FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
CREATE POLICY inner_affairs ON audit_record AS RESTRICTIVE FOR SELECT USING (
  object_kind <> 'serviceRequest' OR (SELECT reach_everything()) OR customer_id = (SELECT reach_customer()));
CREATE POLICY recording ON audit_record FOR INSERT WITH CHECK (true);
GRANT SELECT, INSERT ON audit_record TO comptoir_service;
CREATE FUNCTION audit_digest(r audit_record) RETURNS bytea LANGUAGE sql STABLE
  RETURN sha256(convert_to(to_jsonb(r)::text, 'UTF8'));

DROP FUNCTION keep_by_month;

CREATE FUNCTION month_table(parent text, month date) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN parent || to_char(month, '"_"YYYY"_"MM');

-- Makes the table of one month and moves to it what waits in the rest. Attaching it lets everybody go on but those who
-- are reading or writing the rest, which is empty as a rule.
CREATE FUNCTION make_month(parent text, key text, month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := month_table(parent, month);
  -- Days compare with days; an instant's month is UTC's.
  kind text := (SELECT a.atttypid::regtype::text FROM pg_attribute a
    WHERE a.attrelid = parent::regclass AND a.attname = key);
  lower text := CASE kind WHEN 'date' THEN quote_literal(month) ELSE quote_literal(month || ' 00:00:00+00') END;
  upper text := CASE kind WHEN 'date' THEN quote_literal((month + interval '1 month')::date)
    ELSE quote_literal((month + interval '1 month')::date || ' 00:00:00+00') END;
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', name, parent);
  PERFORM month_closed_to_all(name);
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_rest');
  EXECUTE format(
    'WITH moved AS (DELETE FROM %1$I WHERE %2$I >= %3$s AND %2$I < %4$s RETURNING *)
     INSERT INTO %5$I SELECT * FROM moved',
    parent || '_rest', key, lower, upper, name);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', parent, name, lower, upper);
END $$;

-- Makes one month that is missing, of those from the first that has rows in the rest to `ahead` months from now, and
-- answers whether there was one: to be called until there is none. Only tables with a rest are made ahead. One at a
-- time, since whoever held two of these tables and waited for a third would stand in a circle with those who write.
-- The service may call it: it makes tables, but only these. What cannot be had within three seconds is left to a later
-- call.
CREATE FUNCTION make_next_month(ahead int) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  this_month date := date_trunc('month', comptoir_now() AT TIME ZONE 'UTC')::date;
  kept record;
  earliest date;
  month date;
BEGIN
  PERFORM set_config('lock_timeout', '3s', true);
  PERFORM pg_advisory_xact_lock(hashtext('months'), 0);
  FOR kept IN SELECT * FROM kept_from WHERE to_regclass(parent || '_rest') IS NOT NULL ORDER BY parent LOOP
    EXECUTE format('SELECT min(%I)::date FROM %I WHERE %s', kept.key, kept.parent || '_rest',
      CASE WHEN kept.month IS NULL THEN 'true' ELSE format('%I >= %L', kept.key, kept.month) END) INTO earliest;
    SELECT min(m)::date INTO month FROM generate_series(
      least(date_trunc('month', earliest), this_month), this_month + make_interval(months => least(ahead, 24)),
      interval '1 month') m
    WHERE to_regclass(month_table(kept.parent, m::date)) IS NULL;
    IF month IS NOT NULL THEN
      PERFORM make_month(kept.parent, kept.key, month);
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;
REVOKE ALL ON FUNCTION make_next_month, make_month, month_closed_to_all FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_next_month TO comptoir_service;

-- Why a month must stay; null: it need not.
CREATE FUNCTION month_still_needed(parent text, of_month date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  this_month date := date_trunc('month', comptoir_now() AT TIME ZONE 'UTC')::date;
  spoken text := to_char(of_month, 'YYYY-MM');
  last bigint;
BEGIN
  IF of_month > this_month - interval '13 months' THEN
    RETURN 'the last thirteen months are kept: an annual cycle may still need them';
  END IF;
  IF EXISTS (SELECT FROM statement WHERE month <= of_month AND status = 'open') THEN
    RETURN format('a statement of %s or before is open: close it first', spoken);
  END IF;
  IF parent = 'charge' AND EXISTS (
    SELECT FROM charge c JOIN subscription s ON s.id = c.subscription_id AND s.cycle_from = c.cycle_from
    WHERE c.month = of_month AND s.cycle_to > this_month AND s.status IN ('pending', 'active', 'suspended')) THEN
    RETURN format('a cycle billed in %s is still running', spoken);
  END IF;
  -- Charges too: what is posted of a month's use is what is owed of it less what they say was posted.
  IF parent IN ('usage_record', 'charge') AND EXISTS (
    SELECT FROM usage_month WHERE month = of_month AND NOT posted) THEN
    RETURN format('use of %s is not posted yet', spoken);
  END IF;
  IF parent = 'audit_record' THEN
    EXECUTE format('SELECT max(sequence) FROM %I', month_table(parent, of_month)) INTO last;
    IF last > (SELECT max(to_sequence) FROM audit_seal) THEN
      RETURN format('records of %s are not sealed yet', spoken);
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- Takes the oldest month off: its table stays, as a table of its own, to be dumped and dropped. Refused while it is
-- needed: a statement of it is open, or something billed in it is still running. What must outlive it goes to the rest:
-- the last change of each subscription that has none later, for its state is what later cycles begin with.
-- For the owner of the database only.
CREATE FUNCTION detach_month(parent text, of_month date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  name text := month_table(parent, of_month);
  older text;
  needed text;
BEGIN
  IF NOT EXISTS (SELECT FROM kept_from k WHERE k.parent = detach_month.parent) THEN
    RAISE EXCEPTION 'there is no table % kept by month', parent USING ERRCODE = 'undefined_table';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(name) AND inhparent = to_regclass(parent)) THEN
    RAISE EXCEPTION 'there is no month % of %', to_char(of_month, 'YYYY-MM'), parent USING ERRCODE = 'undefined_table';
  END IF;
  SELECT min(c.relname) INTO older FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = to_regclass(parent) AND c.relname < name AND c.relname ~ '_[0-9]{4}_[0-9]{2}$';
  IF older IS NOT NULL THEN
    RAISE EXCEPTION '% is older: detach it first', older USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  needed := month_still_needed(parent, of_month);
  IF needed IS NOT NULL THEN
    RAISE EXCEPTION '%', needed USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF parent = 'audit_record' THEN
    EXECUTE format('UPDATE kept_from k SET sequence = greatest(k.sequence, (SELECT max(sequence) FROM %I))
      WHERE k.parent = ''audit_record''', name);
  END IF;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, name);
  UPDATE kept_from k SET month = (of_month + interval '1 month')::date WHERE k.parent = detach_month.parent;
  IF parent = 'subscription_change' THEN
    EXECUTE format(
      'INSERT INTO subscription_change
       SELECT DISTINCT ON (o.subscription_id) o.* FROM %I o
       JOIN subscription s ON s.id = o.subscription_id AND s.status IN (''pending'', ''active'', ''suspended'')
       ORDER BY o.subscription_id, o.number DESC', name);
    -- What was kept of a month before says nothing any more.
    EXECUTE format(
      'DELETE FROM subscription_change c WHERE c.day < %L
       AND EXISTS (SELECT FROM %I o WHERE o.subscription_id = c.subscription_id)', of_month, name);
  END IF;
  RETURN name;
END $$;
REVOKE ALL ON FUNCTION detach_month, month_still_needed FROM PUBLIC;

-- What there is already moves to its months.
DO $$
BEGIN
  IF EXISTS (SELECT FROM charge_rest) THEN
    WHILE make_next_month(2) LOOP
    END LOOP;
  END IF;
END $$;
