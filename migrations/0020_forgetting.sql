-- Wherever a name is kept, it stands beside the id of whose it is: placed_by_name beside placed_by, actor_name beside
-- actor_id. Forgetting somebody goes by that, so that a table added later is not forgotten; what else is kept of a
-- person is named one by one. As before, for those only who are deleted already.
CREATE OR REPLACE FUNCTION forget_person(gone uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  alias text;
  about CONSTANT text[] := ARRAY['givenName', 'familyName', 'signInEmail', 'notificationEmail', 'pendingSignInEmail',
    'address', 'lastSignInAt'];
  kept record;
BEGIN
  SELECT p.given_name || ' ' || p.family_name INTO STRICT alias FROM person p
  WHERE p.id = gone AND p.status = 'deleted';
  FOR kept IN
    SELECT t.relname AS place, n.attname AS name, i.attname AS id
    FROM pg_class t
    JOIN pg_attribute n ON n.attrelid = t.oid AND n.attname LIKE '%\_name' AND n.atttypid = 'text'::regtype
      AND NOT n.attisdropped
    JOIN pg_attribute i ON i.attrelid = t.oid AND i.atttypid = 'uuid'::regtype AND NOT i.attisdropped
      AND i.attname IN (regexp_replace(n.attname, '_name$', ''), regexp_replace(n.attname, '_name$', '_id'))
      AND i.attname ~ '(_by|actor|actor_id|author_id)$'
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
  LOOP
    EXECUTE format('UPDATE %I SET %I = $1 WHERE %I = $2', kept.place, kept.name, kept.id) USING alias, gone;
  END LOOP;
  UPDATE audit_record SET before = before - about, after = after - about WHERE object_id = gone;
  UPDATE audit_record SET before = before - 'note', after = after - 'note'
  WHERE object_kind = 'grant' AND object_id IN (SELECT g.id FROM role_grant g WHERE g.person_id = gone);
  UPDATE role_grant SET note = NULL WHERE person_id = gone;
  UPDATE role_grant SET holder_name = alias, holder_email = gone || '@deleted.invalid'
  WHERE person_id = gone AND holder_name IS NOT NULL;
  UPDATE role_grant_history SET note = NULL WHERE grant_id IN (SELECT g.id FROM role_grant g WHERE g.person_id = gone);
  UPDATE appointment SET given_name = 'Deleted', family_name = alias, sign_in_email = gone || '@deleted.invalid',
    note = NULL
  WHERE grant_id IN (SELECT g.id FROM role_grant g WHERE g.person_id = gone);
  UPDATE api_client SET revoked_at = coalesce(revoked_at, comptoir_now()) WHERE created_by = gone;
  DELETE FROM scim_gift WHERE person_id = gone;
  DELETE FROM scim_member WHERE person_id = gone;
  UPDATE scim_person SET display_name = NULL, formatted_name = NULL, external_id = NULL,
    deleted_at = coalesce(deleted_at, comptoir_now())
  WHERE person_id = gone;
  DELETE FROM identity_link WHERE person_id = gone;
  DELETE FROM recovery_code WHERE person_id = gone;
  DELETE FROM second_factor WHERE person_id = gone;
  DELETE FROM sign_in_step WHERE person_id = gone;
  DELETE FROM known_device WHERE person_id = gone;
  DELETE FROM sign_in WHERE person_id = gone;
END $$;

-- Nothing read who withdrew an appointment: the audit trail says it.
ALTER TABLE appointment DROP COLUMN withdrawn_by_name;
