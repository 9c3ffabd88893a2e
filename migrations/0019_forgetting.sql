-- Whoever is deleted is forgotten everywhere: what rooms built since then keep of a person goes the same way as the
-- name in the audit trail. As before, for those only who are deleted already.
CREATE OR REPLACE FUNCTION forget_person(gone uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  alias text;
  about CONSTANT text[] := ARRAY['givenName', 'familyName', 'signInEmail', 'notificationEmail', 'pendingSignInEmail',
    'address', 'lastSignInAt'];
BEGIN
  SELECT p.given_name || ' ' || p.family_name INTO STRICT alias FROM person p
  WHERE p.id = gone AND p.status = 'deleted';
  UPDATE audit_record SET actor_name = alias WHERE actor_id = gone;
  UPDATE audit_record SET real_actor_name = alias WHERE real_actor_id = gone;
  UPDATE audit_record SET before = before - about, after = after - about WHERE object_id = gone;
  UPDATE audit_record SET before = before - 'note', after = after - 'note'
  WHERE object_kind = 'grant' AND object_id IN (SELECT g.id FROM role_grant g WHERE g.person_id = gone);
  UPDATE subscription_change SET actor_name = alias WHERE actor_id = gone;
  UPDATE role_grant SET granted_by_name = alias WHERE granted_by = gone;
  UPDATE role_grant SET ended_by_name = alias WHERE ended_by = gone;
  UPDATE role_grant SET note = NULL WHERE person_id = gone;
  UPDATE role_grant SET holder_name = alias, holder_email = gone || '@deleted.invalid'
  WHERE person_id = gone AND holder_name IS NOT NULL;
  UPDATE role_grant_history SET changed_by_name = alias WHERE changed_by = gone;
  UPDATE role_grant_history SET note = NULL WHERE grant_id IN (SELECT g.id FROM role_grant g WHERE g.person_id = gone);
  UPDATE appointment SET invited_by_name = alias WHERE invited_by = gone;
  UPDATE appointment SET given_name = 'Deleted', family_name = alias, sign_in_email = gone || '@deleted.invalid',
    note = NULL
  WHERE grant_id IN (SELECT g.id FROM role_grant g WHERE g.person_id = gone);
  UPDATE delegation SET asked_by_name = alias WHERE asked_by = gone;
  UPDATE delegation_event SET actor_name = alias WHERE actor_id = gone;
  UPDATE customer_order SET placed_by_name = alias WHERE placed_by = gone;
  UPDATE customer_order SET decided_by_name = alias WHERE decided_by = gone;
  UPDATE ticket SET opened_by_name = alias WHERE opened_by = gone;
  UPDATE ticket_reply SET author_name = alias WHERE author_id = gone;
  UPDATE scim_token SET created_by_name = alias WHERE created_by = gone;
  UPDATE scim_mapping SET mapped_by_name = alias WHERE mapped_by = gone;
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
