-- Documents carry their seller's logo and address, and the address of whom they go to. A closed statement never
-- changes, nor does its document: so what stands at the head of documents is kept with the moment it began to count,
-- and a document takes what counted when it was closed.

CREATE TABLE letterhead (
  organization_id uuid NOT NULL,
  distributor_id uuid NOT NULL REFERENCES organization (id),
  reseller_id uuid,
  customer_id uuid,
  -- Counts from here until the next.
  since timestamptz NOT NULL,
  street text CHECK (length(street) BETWEEN 1 AND 200),
  postal_code text CHECK (length(postal_code) BETWEEN 1 AND 20),
  city text CHECK (length(city) BETWEEN 1 AND 100),
  -- A seller's own sentences below the sums, such as how to pay.
  wording text CHECK (length(wording) BETWEEN 1 AND 1000),
  -- A PNG picture, checked and stripped.
  logo bytea CHECK (length(logo) BETWEEN 1 AND 204800),
  set_by uuid,
  set_by_name text,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, since),
  CHECK (organization_id = coalesce(customer_id, reseller_id, distributor_id)),
  FOREIGN KEY (customer_id, reseller_id, distributor_id)
    REFERENCES organization (customer_id, reseller_id, distributor_id),
  FOREIGN KEY (reseller_id, distributor_id, organization_id)
    REFERENCES organization (reseller_id, distributor_id, id),
  CONSTRAINT letterhead_sellers_say CHECK (customer_id IS NULL OR logo IS NULL AND wording IS NULL)
);

ALTER TABLE letterhead ENABLE ROW LEVEL SECURITY;
ALTER TABLE letterhead FORCE ROW LEVEL SECURITY;
-- Read by whoever buys from it and by those above it.
CREATE POLICY reach ON letterhead FOR SELECT USING (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer())
  OR organization_id = (SELECT reach_seller())
  OR organization_id = (SELECT reach_root()) AND (SELECT reach_reseller()) IS NOT NULL);
-- A seller's by itself; a customer's follows from its billing contact, whoever writes that.
CREATE POLICY heading ON letterhead FOR INSERT WITH CHECK (
  (SELECT reach_everything())
  OR organization_id = (SELECT reach_distributor())
  OR distributor_id = (SELECT reach_distributor()) AND customer_id IS NOT NULL
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
CREATE POLICY changing ON letterhead FOR UPDATE USING (
  (SELECT reach_everything())
  OR organization_id = (SELECT reach_distributor())
  OR distributor_id = (SELECT reach_distributor()) AND customer_id IS NOT NULL
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
GRANT SELECT, INSERT ON letterhead TO comptoir_service;
GRANT UPDATE (street, postal_code, city, wording, logo, set_by, set_by_name, version) ON letterhead
  TO comptoir_service;

-- A customer's bills are addressed to its billing contact: without the person's name, which may have to be forgotten.
CREATE FUNCTION letterhead_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.street, OLD.postal_code, OLD.city) = (NEW.street, NEW.postal_code, NEW.city) THEN
    RETURN NULL;
  END IF;
  INSERT INTO letterhead (organization_id, distributor_id, reseller_id, customer_id, since, street, postal_code, city)
  VALUES (NEW.customer_id, NEW.distributor_id, NEW.reseller_id, NEW.customer_id, NEW.changed_at, NEW.street,
    NEW.postal_code, NEW.city)
  ON CONFLICT (organization_id, since) DO UPDATE
    SET street = excluded.street, postal_code = excluded.postal_code, city = excluded.city;
  RETURN NULL;
END $$;
CREATE TRIGGER billing_contact_heads AFTER INSERT OR UPDATE ON billing_contact
  FOR EACH ROW EXECUTE FUNCTION letterhead_of_contact();
INSERT INTO letterhead (organization_id, distributor_id, reseller_id, customer_id, since, street, postal_code, city)
SELECT customer_id, distributor_id, reseller_id, customer_id, changed_at, street, postal_code, city
FROM billing_contact;
