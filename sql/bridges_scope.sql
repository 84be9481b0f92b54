-- A third foreign key to a table that both other ends also refer to is a scope and not an end, whatever its name. The catalog
-- is updated when one of these keys is added or dropped.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA scope;
SET search_path = scope;
CREATE TABLE org (id integer PRIMARY KEY);
CREATE TABLE zone (id integer PRIMARY KEY);
CREATE TABLE host (id integer PRIMARY KEY, org_id integer NOT NULL CONSTRAINT host_org REFERENCES org, zone_id integer REFERENCES zone);
CREATE TABLE hostgroup (id integer PRIMARY KEY);
CREATE TABLE hostgroup_member (id serial PRIMARY KEY, org_id integer NOT NULL REFERENCES org, host_id integer NOT NULL REFERENCES host, hostgroup_id integer NOT NULL REFERENCES hostgroup);
CREATE VIEW links AS SELECT source, name, kind, target, via FROM relmeta.relationships WHERE via IS NOT NULL;
SELECT * FROM relmeta.explain_bridge('hostgroup_member');

-- One of the ends starts to refer to it.
ALTER TABLE hostgroup ADD org_id integer CONSTRAINT hostgroup_org REFERENCES org;
SELECT * FROM relmeta.explain_bridge('hostgroup_member');
SELECT * FROM links;
SELECT * FROM relmeta.check();

-- It stops, and a rollback undoes that.
BEGIN;
ALTER TABLE host DROP CONSTRAINT host_org;
SELECT * FROM links;
ROLLBACK;
SELECT * FROM links;
ALTER TABLE host DROP COLUMN org_id;
SELECT * FROM links;
SELECT * FROM relmeta.check();

-- A second key to it changes nothing, nor does dropping one of two.
ALTER TABLE host ADD org_id integer CONSTRAINT host_org REFERENCES org, ADD owner_id integer CONSTRAINT host_owner REFERENCES org;
SELECT * FROM links;
ALTER TABLE host DROP CONSTRAINT host_org;
SELECT * FROM links;
SELECT * FROM relmeta.check();

-- Drop the table that all of them refer to, and with it these keys. Create it again.
SET client_min_messages = warning;
DROP TABLE org CASCADE;
RESET client_min_messages;
SELECT * FROM relmeta.explain_bridge('hostgroup_member');
CREATE TABLE org (id integer PRIMARY KEY);
ALTER TABLE host ADD FOREIGN KEY (org_id) REFERENCES org;
ALTER TABLE hostgroup ADD FOREIGN KEY (org_id) REFERENCES org;
ALTER TABLE hostgroup_member ADD FOREIGN KEY (org_id) REFERENCES org;
SELECT * FROM relmeta.explain_bridge('hostgroup_member');
SELECT * FROM relmeta.check();

-- A scope can be part of the key, next to attributes; declarations still decide.
CREATE TABLE hm (org_id integer REFERENCES org, host_id integer REFERENCES host, hostgroup_id integer REFERENCES hostgroup, note text, PRIMARY KEY (org_id, host_id, hostgroup_id));
SELECT * FROM relmeta.explain_bridge('hm');
SELECT source, name, kind, target, pair_unique FROM relmeta.relationship WHERE bridge = 'hm'::regclass ORDER BY source, name COLLATE "C";
SELECT relmeta.declare_bridge('hm');
SELECT count(*) FROM relmeta.relationship WHERE bridge = 'hm'::regclass;
SELECT relmeta.forget('hm');
SELECT count(*) FROM relmeta.relationship WHERE bridge = 'hm'::regclass;

-- In one command that creates everything, and in one with a partitioned end.
CREATE SCHEMA all_at_once
    CREATE TABLE site (id integer PRIMARY KEY)
    CREATE TABLE page (id integer PRIMARY KEY, site_id integer REFERENCES site)
    CREATE TABLE tag (id integer PRIMARY KEY, site_id integer REFERENCES site)
    CREATE TABLE tagged (site_id integer NOT NULL REFERENCES site, page_id integer NOT NULL REFERENCES page, tag_id integer NOT NULL REFERENCES tag);
SELECT * FROM links WHERE via = 'all_at_once.tagged'::regclass;
CREATE TABLE part (id integer PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
CREATE TABLE mp (org_id integer NOT NULL REFERENCES org, host_id integer NOT NULL REFERENCES host, part_id integer NOT NULL REFERENCES part);
SELECT count(*) FROM links WHERE via = 'mp'::regclass;
ALTER TABLE part ADD org_id integer REFERENCES org;
SELECT count(*) FROM links WHERE via = 'mp'::regclass;
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA scope, all_at_once CASCADE;
SELECT * FROM relmeta.check();
