-- The list of devices is read page by page, newest first.

DROP INDEX dbo.devices_by_time;
CREATE INDEX devices_by_time ON dbo.devices (registered DESC, smsid);
