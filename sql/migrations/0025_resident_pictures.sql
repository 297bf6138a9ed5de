-- phase: pre
-- Pictures that residents send with their own matters: nobody of the staff sent them.

-- Null: the resident of the matter.
ALTER TABLE attachment ALTER COLUMN person_id DROP NOT NULL;
