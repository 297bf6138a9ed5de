-- phase: pre
-- Where units lie, so that a position finds the place of a matter.

ALTER TABLE unit
    -- Millionths of a degree of WGS84; null: nobody said so.
    ADD COLUMN latitude integer CONSTRAINT unit_latitude_known CHECK (latitude BETWEEN -90000000 AND 90000000),
    ADD COLUMN longitude integer CONSTRAINT unit_longitude_known CHECK (longitude BETWEEN -180000000 AND 180000000),
    -- Metres around within which it can be the place of a matter.
    ADD COLUMN radius integer CONSTRAINT unit_radius_known CHECK (radius BETWEEN 1 AND 50000),
    ADD CONSTRAINT unit_location_whole CHECK (num_nonnulls(latitude, longitude, radius) IN (0, 3));

-- As it was at the time of a version.
ALTER TABLE unit_version
    ADD COLUMN latitude integer,
    ADD COLUMN longitude integer,
    ADD COLUMN radius integer,
    ADD CONSTRAINT unit_version_location_whole CHECK (num_nonnulls(latitude, longitude, radius) IN (0, 3));
