-- A person reads their own grants wherever they act. The policy that lets them also let them write them: whoever
-- reached the database as anybody could have granted themselves any role anywhere. Grants are written only in the
-- reach of the organization they are for.

ALTER POLICY reach ON role_grant WITH CHECK (
  (SELECT reach_everything())
  OR distributor_id = (SELECT reach_distributor())
  OR reseller_id = (SELECT reach_reseller())
  OR customer_id = (SELECT reach_customer()));
