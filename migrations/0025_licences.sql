-- Licences for many at once, and for groups. What a group is was known already, as the identity provider keeps it; a
-- customer without one wants the same, so a group is now kept either by the provider, which alone says who is in it,
-- or by the customer's own administrators. What members get, who waits for a licence and what is taken back when they
-- leave is one and the same for both. An unused licence is found by its customer.

ALTER TABLE scim_group
  ADD COLUMN kept_by text NOT NULL DEFAULT 'provider' CHECK (kept_by IN ('provider', 'customer')),
  ADD CONSTRAINT scim_group_of_provider_alone CHECK (kept_by = 'provider' OR external_id IS NULL);
CREATE UNIQUE INDEX scim_group_own_name ON scim_group (customer_id, folded(display_name))
  WHERE kept_by = 'customer' AND deleted_at IS NULL;

-- A reseller with the customer's delegation looks after licences, and so after groups; whether there is a delegation
-- the operations ask.
DROP POLICY reach ON scim_group;
CREATE POLICY reach ON scim_group USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
DROP POLICY reach ON scim_member;
CREATE POLICY reach ON scim_member USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
DROP POLICY reach ON scim_mapping;
CREATE POLICY reach ON scim_mapping USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
DROP POLICY reach ON scim_gift;
CREATE POLICY reach ON scim_gift USING (
  (SELECT reach_everything())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));

-- Whom a licence that became free goes to.
CREATE INDEX scim_gift_waiting ON scim_gift (subscription_id) WHERE given_at IS NULL;
CREATE INDEX licence_assignment_of_customer ON licence_assignment (customer_id, subscription_id, person_id);
