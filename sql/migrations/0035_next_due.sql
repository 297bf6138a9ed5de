-- phase: pre
-- 最急的在前: a list of what waits shows first what is due first, of everything in it and not only of what stands on a page.

ALTER TABLE ticket
    -- When a clock that lights the lamp is due next, or was; null: none runs. In no index: it changes with most acts, and a row whose
    -- indexes stay as they are is written in place (HOT).
    ADD COLUMN next_due_at timestamptz;
UPDATE ticket AS t SET next_due_at = n.due_at
FROM ticket AS o
CROSS JOIN LATERAL (
    SELECT timestamptz 'epoch' + min((c.value ->> 'due')::bigint) * interval '1 microsecond' AS due_at
    FROM json_array_elements(o.body::json -> 'clocks') AS c
    WHERE c.value ->> 'lit' IS DISTINCT FROM 'false' AND c.value ->> 'paused' IS NULL
) AS n
WHERE t.district_id = o.district_id AND t.id = o.id AND n.due_at IS NOT NULL;
